/** The part of sucrase that its package does not describe: the parser, for its tokens alone. */
declare module "sucrase/dist/parser/index.js" {
  export interface SucraseToken {
    readonly type: number;
    readonly start: number;
    readonly end: number;
  }
  export function parse(
    code: string,
    jsx: boolean,
    typescript: boolean,
    flow: boolean,
  ): { readonly tokens: readonly SucraseToken[] };
}

declare module "sucrase/dist/parser/tokenizer/types.js" {
  export const TokenType: Readonly<Record<string, number>>;
}
