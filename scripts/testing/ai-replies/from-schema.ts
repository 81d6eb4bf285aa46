type Schema = Readonly<Record<string, unknown>>;

/** The least that a JSON Schema takes, for a schema that no recorded answer was written for. */
export function fromSchema(schema: Schema | null): unknown {
  if (schema === null) return { text: 'A recorded answer.' };
  const { type } = schema;
  if (Array.isArray(schema.enum)) return schema.enum[0] as unknown;
  if ('const' in schema) return schema.const;
  const either = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (either) return fromSchema(either[0] ?? null);
  if (type === 'object') {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
    return Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, fromSchema(inner)]),
    );
  }
  if (type === 'array') {
    const least = Math.max(1, Number(schema.minItems ?? 0));
    return Array.from({ length: least }, () => fromSchema(schema.items as Schema));
  }
  if (type === 'integer' || type === 'number') return Number(schema.minimum ?? 1);
  if (type === 'boolean') return true;
  return 'A recorded answer.';
}
