@rem `npm start` begins with `exec`, so that Ctrl-C reaches the stack and not a shell around it.
@rem Windows has no such command: there it is this one, which runs what follows.
@%*
