/** Where `lambdaless dev` listens unless told otherwise. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:4650';
