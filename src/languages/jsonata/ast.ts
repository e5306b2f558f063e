/**
 * The syntax tree that the `jsonata` library's parser makes, after its post-parse stage. Only what the
 * evaluator reads is declared; the library's own declaration leaves most of it out.
 */
export type Node =
  | PathNode
  | BinaryNode
  | NegationNode
  | ArrayNode
  | ObjectNode
  | NameNode
  | LiteralNode
  | RegexNode
  | WildcardNode
  | ParentNode
  | ConditionNode
  | BlockNode
  | BindNode
  | VariableNode
  | CallNode
  | LambdaNode
  | ApplyNode
  | TransformNode
  | SortNode
  | PlaceholderNode;

/** What any node may carry, besides what its type needs. */
interface Decorations {
  readonly position: number;
  /** Filters that follow the node itself (not a step of a path). */
  readonly predicate?: readonly FilterStage[];
  /** `{…}` after the node. */
  readonly group?: Group;
  /** Marked by `[]`: a sequence of one stays an array. */
  readonly keepArray?: boolean;
  /** Filters and index bindings of a step within a path. */
  readonly stages?: readonly Stage[];
  /** The step's bindings travel on (`@`, `#` or `%` is used). */
  readonly tuple?: boolean;
  /** `@$name` */
  readonly focus?: string;
  /** `#$name` */
  readonly index?: string;
  /** `%` of a later step refers to this step's input under the slot's label. */
  readonly ancestor?: Slot;
}

export interface Slot {
  readonly label: string;
}

export interface FilterStage {
  readonly type: 'filter';
  readonly expr: Node;
}

export interface IndexStage {
  readonly type: 'index';
  readonly value: string;
}

export type Stage = FilterStage | IndexStage;

export interface Group {
  readonly lhs: readonly (readonly [Node, Node])[];
  readonly position: number;
}

export interface PathNode extends Decorations {
  readonly type: 'path';
  readonly steps: readonly Node[];
  readonly keepSingletonArray?: boolean;
}

export interface BinaryNode extends Decorations {
  readonly type: 'binary';
  readonly value: string;
  readonly lhs: Node;
  readonly rhs: Node;
}

export interface NegationNode extends Decorations {
  readonly type: 'unary';
  readonly value: '-';
  readonly expression: Node;
}

export interface ArrayNode extends Decorations {
  readonly type: 'unary';
  readonly value: '[';
  readonly expressions: readonly Node[];
  readonly consarray?: boolean;
}

export interface ObjectNode extends Decorations, Group {
  readonly type: 'unary';
  readonly value: '{';
  readonly position: number;
}

export interface NameNode extends Decorations {
  readonly type: 'name';
  readonly value: string;
}

export interface LiteralNode extends Decorations {
  readonly type: 'string' | 'number' | 'value';
  readonly value: string | number | boolean | null;
}

export interface RegexNode extends Decorations {
  readonly type: 'regex';
  readonly value: RegExp;
}

export interface WildcardNode extends Decorations {
  readonly type: 'wildcard' | 'descendant';
}

export interface ParentNode extends Decorations {
  readonly type: 'parent';
  readonly slot: Slot;
}

export interface ConditionNode extends Decorations {
  readonly type: 'condition';
  readonly condition: Node;
  readonly then: Node;
  readonly else?: Node;
}

export interface BlockNode extends Decorations {
  readonly type: 'block';
  readonly expressions: readonly Node[];
  readonly consarray?: boolean;
}

export interface BindNode extends Decorations {
  readonly type: 'bind';
  readonly lhs: VariableNode;
  readonly rhs: Node;
}

export interface VariableNode extends Decorations {
  readonly type: 'variable';
  /** Without the `$`; empty for the context value. */
  readonly value: string;
}

export interface CallNode extends Decorations {
  readonly type: 'function' | 'partial';
  readonly procedure: Node;
  readonly arguments: readonly Node[];
}

export interface LambdaNode extends Decorations {
  readonly type: 'lambda';
  readonly arguments: readonly VariableNode[];
  readonly signature?: Signature;
  readonly body: Node;
  /** Stands for a call in tail position, to be made by whoever applies the function around it. */
  readonly thunk?: boolean;
}

export interface ApplyNode extends Decorations {
  readonly type: 'apply';
  readonly lhs: Node;
  readonly rhs: Node;
}

export interface TransformNode extends Decorations {
  readonly type: 'transform';
  readonly pattern: Node;
  readonly update: Node;
  readonly delete?: Node;
}

export interface SortNode extends Decorations {
  readonly type: 'sort';
  readonly terms: readonly { readonly descending: boolean; readonly expression: Node }[];
}

/** The `?` of a partial application. */
export interface PlaceholderNode extends Decorations {
  readonly type: 'operator';
  readonly value: '?';
}

/** A function signature as the library parses it. */
export interface Signature {
  /** The text between the angle brackets, with them: "<s-nn?:s>". */
  readonly definition: string;
  /** @throws an error object with code T0410, T0411 or T0412 */
  validate(args: readonly unknown[], context: unknown): unknown[];
}
