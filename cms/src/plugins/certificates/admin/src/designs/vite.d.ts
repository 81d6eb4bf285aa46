/** What Vite makes of a file that is only to be served: its address. */
declare module '*?url' {
  const address: string;
  export default address;
}
