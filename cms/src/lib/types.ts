import { type CustomTypesConfig, types as pgTypes } from 'pg';

/**
 * Strapi changes pg's global parsers, so our statements bring their own: json as values, bigint as
 * numbers (counts and ids here stay far below 2^53), instants as ISO strings as the contract has them.
 */
export const ownTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    switch (oid) {
      case pgTypes.builtins.JSON:
      case pgTypes.builtins.JSONB:
        return JSON.parse;
      case pgTypes.builtins.INT8:
      case pgTypes.builtins.INT4:
      case pgTypes.builtins.INT2:
      case pgTypes.builtins.FLOAT8:
        return Number;
      case pgTypes.builtins.BOOL:
        return (text: string) => text === 't';
      case pgTypes.builtins.TIMESTAMPTZ:
        return (text: string) => new Date(text).toISOString();
      default:
        return format === 'binary' ? (bytes: unknown) => bytes : (text: string) => text;
    }
  }) as CustomTypesConfig['getTypeParser'],
};
