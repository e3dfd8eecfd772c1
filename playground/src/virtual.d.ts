declare module "virtual:digits" {
  const pixels: string;
  export default pixels;
}
