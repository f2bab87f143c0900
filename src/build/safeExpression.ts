import type { ArrowFunctionExpression, CallExpression, Expression, Literal, MemberExpression, Node, Program } from "estree";

/** Why an expression was refused, and where it stands; null is a pass. */
export interface Refusal {
  readonly found: string;
  readonly node: Node;
}
type Verdict = Refusal | null;

const MATH = ["round", "floor", "ceil", "min", "max", "abs", "sqrt", "pow", "log2", "log10"];
const ARITHMETIC = ["+", "-", "*", "/", "%", "**"];
const COMPARISON = ["===", "!==", "<", "<=", ">", ">="];
/** Names that lead from data to functions, or that a parameter must not hide. */
const RESERVED = /^(?:__.*|constructor|prototype|caller|callee|arguments|call|apply|bind|Math|eval|undefined|globalThis|window|self|process|require)$/;

const refuse = (found: string, node: Node): Refusal => ({ found, node });
const first = (verdicts: Iterable<Verdict>): Verdict => {
  for (const verdict of verdicts) if (verdict) return verdict;
  return null;
};

/** The one expression of `{...}`; undefined when it is empty or only a comment, null when it is anything else. */
export function soleExpression(program: Program | null | undefined): Expression | undefined | null {
  if (!program) return null;
  if (program.body.length === 0) return undefined;
  const [statement] = program.body;
  return program.body.length === 1 && statement?.type === "ExpressionStatement" ? statement.expression : null;
}

/** A string, a finite number (a minus sign allowed), true or false; undefined when it is none of these. */
export function literalValue(node: Node): string | number | boolean | undefined {
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const inner = literalValue(node.argument);
    return typeof inner === "number" ? -inner : undefined;
  }
  if (node.type !== "Literal") return undefined;
  const { value } = node as Literal;
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) ? value : undefined;
}

/** A literal, or a list of numbers. */
const isGivenValue = (node: Node): boolean =>
  node.type === "ArrayExpression" ? node.elements.every((item) => item !== null && typeof literalValue(item) === "number") : literalValue(node) !== undefined;

/** `{ contextTokens: 4096, model: "deepseek-v3", weights: [90, 132] }`: plain names, literals and lists of numbers, nothing else. */
export function checkGiven(node: Expression): Verdict {
  if (node.type !== "ObjectExpression") return refuse(node.type, node);
  return first(
    node.properties.map((property) => {
      if (property.type !== "Property") return refuse("a spread", property);
      if (property.computed || property.method || property.shorthand || property.kind !== "init") return refuse("a computed, shorthand or function property", property);
      const name = property.key.type === "Identifier" ? property.key.name : literalValue(property.key);
      if (typeof name !== "string" || RESERVED.test(name)) return refuse(`the property name ${String(name)}`, property.key);
      return isGivenValue(property.value) ? null : refuse(`${property.value.type} as the value of ${name}`, property.value);
    }),
  );
}

/** `(out) => ...` over the answer of a simulation: it can only pick numbers and do arithmetic, so it cannot reach anything else. */
export function checkRead(node: Expression): Verdict {
  return checkArrow(node, [], checkNumber);
}

function checkArrow(node: Node, scope: readonly string[], checkBody: (body: Node, scope: readonly string[]) => Verdict): Verdict {
  if (node.type !== "ArrowFunctionExpression") return refuse(node.type, node);
  const { params, body, async } = node as ArrowFunctionExpression;
  const [param] = params;
  if (async) return refuse("an async function", node);
  if (params.length !== 1 || param?.type !== "Identifier") return refuse("a function whose parameter is not one plain name", node);
  if (RESERVED.test(param.name)) return refuse(`the parameter name ${param.name}`, param);
  if (body.type === "BlockStatement") return refuse("a function with statements", body);
  return checkBody(body, [...scope, param.name]);
}

function checkNumber(node: Node, scope: readonly string[]): Verdict {
  switch (node.type) {
    case "Literal":
      return literalValue(node) === undefined ? refuse("a pattern, null or a big integer", node) : null;
    case "Identifier":
      return scope.includes(node.name) ? null : refuse(`the name ${node.name}`, node);
    case "UnaryExpression":
      return node.operator === "-" || node.operator === "+" ? checkNumber(node.argument, scope) : refuse(`the operator ${node.operator}`, node);
    case "BinaryExpression":
      return ARITHMETIC.includes(node.operator) ? first([checkNumber(node.left, scope), checkNumber(node.right, scope)]) : refuse(`the operator ${node.operator}`, node);
    case "ChainExpression":
      return checkNumber(node.expression, scope);
    case "MemberExpression":
      return checkMember(node, scope);
    case "CallExpression":
      return checkCall(node, scope);
    default:
      return refuse(node.type, node);
  }
}

function checkMember({ object, property, computed }: MemberExpression, scope: readonly string[]): Verdict {
  if (object.type === "Super" || property.type === "PrivateIdentifier") return refuse(property.type, property);
  if (computed) {
    const index = literalValue(property);
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0) return refuse("an index that is not a whole number", property);
  } else if (property.type !== "Identifier" || RESERVED.test(property.name)) {
    return refuse(`the property ${property.type === "Identifier" ? property.name : property.type}`, property);
  }
  return checkNumber(object, scope);
}

function checkCall(node: CallExpression, scope: readonly string[]): Verdict {
  const { callee, arguments: args } = node;
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier" || callee.object.type === "Super") return refuse("a call", node);
  const method = callee.property.name;
  if (callee.object.type === "Identifier" && callee.object.name === "Math" && !scope.includes("Math")) {
    return MATH.includes(method) ? first(args.map((argument) => checkNumber(argument, scope))) : refuse(`Math.${method}`, node);
  }
  const [argument] = args;
  if (args.length !== 1 || argument === undefined) return refuse(`a call of ${method}`, node);
  if (method === "find") return first([checkNumber(callee.object, scope), checkArrow(argument, scope, checkTest)]);
  if (method === "at") return Number.isInteger(literalValue(argument)) ? checkNumber(callee.object, scope) : refuse("an index that is not a whole number", argument);
  return refuse(`a call of ${method}`, node);
}

function checkTest(node: Node, scope: readonly string[]): Verdict {
  if (node.type === "LogicalExpression") return node.operator === "??" ? refuse("the operator ??", node) : first([checkTest(node.left, scope), checkTest(node.right, scope)]);
  if (node.type === "BinaryExpression" && COMPARISON.includes(node.operator)) return first([checkNumber(node.left, scope), checkNumber(node.right, scope)]);
  return refuse(`${node.type} in find`, node);
}
