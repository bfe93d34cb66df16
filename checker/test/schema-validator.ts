// As much of JSON Schema 2020-12 as our schema files use. An unknown keyword is an error, so that a
// schema can not seem to say more than is tested.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Schema = { readonly [key: string]: Json };

const annotations = ['$schema', '$id', '$defs', 'title', 'description'];

/** Where `value` is not as `schema` says: one line per place, empty if it is valid. */
export function violationsOf(schema: Json, value: Json): string[] {
  const problems: string[] = [];
  const root = schemaOf(schema);
  check(root, value, '$');
  return problems;

  function check(part: Schema, data: Json, at: string): void {
    for (const [keyword, expected] of Object.entries(part)) {
      if (annotations.includes(keyword)) continue;
      const problem = keywordProblem(keyword, expected, part, data, at);
      if (problem !== undefined) problems.push(`${at}: ${problem}`);
    }
  }

  function keywordProblem(
    keyword: string,
    expected: Json,
    part: Schema,
    data: Json,
    at: string,
  ): string | undefined {
    switch (keyword) {
      case '$ref':
        check(definition(root, String(expected)), data, at);
        return undefined;
      case 'type':
        return typeOf(data, expected) ? undefined : `is not ${String(expected)}`;
      case 'const':
        return data === expected ? undefined : `is not ${JSON.stringify(expected)}`;
      case 'enum':
        return listOf(expected).includes(data)
          ? undefined
          : `is none of ${JSON.stringify(expected)}`;
      case 'pattern':
        return typeof data !== 'string' || new RegExp(String(expected), 'u').test(data)
          ? undefined
          : `does not match ${String(expected)}`;
      case 'minimum':
        return typeof data !== 'number' || data >= Number(expected) ? undefined : 'is too small';
      case 'anyOf':
        return listOf(expected).some(
          (one) => violationsOf({ ...schemaOf(one), $defs: root.$defs ?? {} }, data).length === 0,
        )
          ? undefined
          : 'matches no alternative';
      case 'required': {
        const missing = isObject(data)
          ? listOf(expected).filter((key) => !(String(key) in data))
          : [];
        return missing.length === 0 ? undefined : `lacks ${missing.join(', ')}`;
      }
      case 'properties':
        if (isObject(data)) {
          for (const [key, child] of Object.entries(schemaOf(expected))) {
            const member = data[key];
            if (member !== undefined) check(schemaOf(child), member, `${at}.${key}`);
          }
        }
        return undefined;
      case 'items':
        if (Array.isArray(data)) {
          for (const [index, item] of data.entries()) {
            check(schemaOf(expected), item, `${at}[${index}]`);
          }
        }
        return undefined;
      default:
        return `keyword ${keyword} in ${JSON.stringify(Object.keys(part))} is not known here`;
    }
  }
}

function definition(root: Schema, reference: string): Schema {
  const name = reference.replace('#/$defs/', '');
  const found = schemaOf(root.$defs ?? {})[name];
  if (found === undefined) throw new Error(`no definition for ${reference}`);
  return schemaOf(found);
}

function typeOf(data: Json, type: Json): boolean {
  if (type === 'array') return Array.isArray(data);
  if (type === 'object') return isObject(data);
  if (type === 'null') return data === null;
  if (type === 'integer') return Number.isInteger(data);
  return typeof data === type;
}

function isObject(data: Json): data is { readonly [key: string]: Json } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function schemaOf(value: Json): Schema {
  if (!isObject(value)) throw new Error(`not a schema: ${JSON.stringify(value)}`);
  return value;
}

function listOf(value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value;
}
