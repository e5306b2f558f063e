/** An intrinsic function that cannot do its work with these arguments; becomes `States.IntrinsicFailure`. */
export class IntrinsicFailure extends Error {
  override readonly name: string = 'IntrinsicFailure';
}
