import { describe, expect, it } from "vitest";
import { compilePattern, InvalidPatternError } from "../../sandbox/event-pattern.ts";

const event = {
  source: "aws.sagemaker",
  count: 5,
  live: true,
  nothing: null,
  ip: "10.0.1.7",
  ip6: "2001:db8::1",
  list: ["a", "b"],
  empty: [],
  detail: {
    eventName: "CreateNotebookInstance",
    path: "a/*/c",
    responseElements: { arn: "arn:x" },
    items: [
      { name: "one", size: 1 },
      { name: "two", size: 2 },
    ],
    mixed: [{ name: "one" }, { size: 2 }, "text"],
  },
};

const matching: [string, unknown][] = [
  ["an exact value", { source: ["aws.ec2", "aws.sagemaker"] }],
  ["null", { nothing: [null] }],
  ["a boolean", { live: [true] }],
  ["a number, however it is written", '{"count":[5.0]}'],
  ["nested fields, all of them", { source: ["aws.sagemaker"], detail: { eventName: ["CreateNotebookInstance"] } }],
  ["a value of a list", { list: ["z", "b"] }],
  ["prefix", { source: [{ prefix: "aws." }] }],
  ["prefix, ignoring case", { source: [{ prefix: { "equals-ignore-case": "AWS." } }] }],
  ["suffix", { detail: { eventName: [{ suffix: "Instance" }] } }],
  ["suffix, ignoring case", { detail: { eventName: [{ suffix: { "equals-ignore-case": "INSTANCE" } }] } }],
  ["equals-ignore-case", { source: [{ "equals-ignore-case": "AWS.SageMaker" }] }],
  ["anything-but", { source: [{ "anything-but": "aws.ec2" }] }],
  ["anything-but a list", { source: [{ "anything-but": ["aws.ec2", "aws.s3"] }] }],
  ["anything-but a number", { count: [{ "anything-but": [1, 2] }] }],
  ["anything-but on a list with another value", { list: [{ "anything-but": "a" }] }],
  ["anything-but prefix", { source: [{ "anything-but": { prefix: "gcp." } }] }],
  ["anything-but several prefixes", { source: [{ "anything-but": { prefix: ["gcp.", "azure."] } }] }],
  ["anything-but suffix", { source: [{ "anything-but": { suffix: ".ec2" } }] }],
  ["anything-but ignoring case", { source: [{ "anything-but": { "equals-ignore-case": ["AWS.EC2"] } }] }],
  ["anything-but wildcard", { source: [{ "anything-but": { wildcard: "*.ec2" } }] }],
  ["exists", { count: [{ exists: true }] }],
  ["exists for null", { nothing: [{ exists: true }] }],
  ["not exists", { detail: { errorCode: [{ exists: false }] } }],
  ["not exists below a parent that is absent", { other: { deep: [{ exists: false }] } }],
  ["not exists for an empty list", { empty: [{ exists: false }] }],
  ["not exists for an object, which is no leaf", { detail: { responseElements: [{ exists: false }] } }],
  ["one matcher of several", { count: ["x", { numeric: [">", 4] }] }],
  ["numeric range", { count: [{ numeric: [">", 0, "<=", 5] }] }],
  ["numeric equality", { count: [{ numeric: ["=", 5] }] }],
  ["cidr", { ip: [{ cidr: "10.0.0.0/16" }] }],
  ["cidr of IPv6", { ip6: [{ cidr: "2001:db8::/32" }] }],
  ["wildcard", { detail: { eventName: [{ wildcard: "Create*Instance" }] } }],
  ["wildcard that is empty", { source: [{ wildcard: "*aws.sagemaker*" }] }],
  ["an escaped wildcard", { detail: { path: [{ wildcard: "a/\\*/c" }] } }],
  ["$or", { $or: [{ count: [1] }, { live: [true] }] }],
  ["$or beside other fields", { source: ["aws.sagemaker"], $or: [{ count: [5] }, { count: [6] }] }],
  ["nested $or", { detail: { $or: [{ eventName: ["x"] }, { path: [{ prefix: "a" }] }] } }],
  [
    "not exists for a field that no object in the list has",
    { detail: { mixed: { id: [{ exists: false }], size: [2] } } },
  ],
  ["fields of one object in a list", { detail: { items: { name: ["two"], size: [2] } } }],
];

const notMatching: [string, unknown][] = [
  ["another value", { source: ["aws.ec2"] }],
  ["a number given as text", { count: ["5"] }],
  ["text given as a number", { source: [5] }],
  ["null for an absent field", { absent: [null] }],
  ["one of two fields", { source: ["aws.sagemaker"], count: [6] }],
  ["a leaf for an object", { detail: ["x"] }],
  ["an object for a leaf", { source: { x: ["y"] } }],
  ["prefix of a number", { count: [{ prefix: "5" }] }],
  ["anything-but the value", { source: [{ "anything-but": "aws.sagemaker" }] }],
  ["anything-but on an absent field", { absent: [{ "anything-but": "x" }] }],
  ["anything-but all values of a list", { list: [{ "anything-but": ["a", "b"] }] }],
  ["anything-but prefix that matches", { source: [{ "anything-but": { prefix: "aws." } }] }],
  ["exists for an absent field", { absent: [{ exists: true }] }],
  ["exists for an object", { detail: { responseElements: [{ exists: true }] } }],
  ["not exists for null", { nothing: [{ exists: false }] }],
  ["numeric outside the range", { count: [{ numeric: [">", 5, "<", 10] }] }],
  ["numeric on text", { source: [{ numeric: ["=", 5] }] }],
  ["cidr of another network", { ip: [{ cidr: "10.1.0.0/16" }] }],
  ["cidr of another family", { ip6: [{ cidr: "10.0.0.0/8" }] }],
  ["cidr on text that is no address", { source: [{ cidr: "10.0.0.0/8" }] }],
  ["wildcard that does not reach the end", { detail: { eventName: [{ wildcard: "Create*Note" }] } }],
  ["a dot in a wildcard stands for itself", { source: [{ wildcard: "aws?sage*" }] }],
  ["$or of nothing that holds", { $or: [{ count: [1] }, { live: [false] }] }],
  ["fields of different objects in a list", { detail: { items: { name: ["one"], size: [2] } } }],
  ["not exists for a field of another object in the list", { detail: { mixed: { name: [{ exists: false }] } } }],
  [
    "not exists for a field of another object in the list, beside a field that matches",
    { detail: { mixed: { name: [{ exists: false }], size: [2] } } },
  ],
  ["inherited properties", { constructor: [{ exists: true }] }],
];

const invalid: [string, unknown, string][] = [
  ["no JSON", "{", "it is not JSON"],
  ["a list", [], "Filter is not an object"],
  ["an empty object", {}, "Empty objects"],
  ["an empty list", { source: [] }, "Empty arrays"],
  ["a bare value", { source: "aws.ec2" }, "Filter is not an object at 'source'"],
  ["an unknown operator", { source: [{ regex: ".*" }] }, "Unrecognized match type regex"],
  ["two operators in one", { source: [{ prefix: "a", suffix: "b" }] }, "Only one key"],
  ["a list in a list", { source: [["a"]] }, "cannot be arrays"],
  ["exists of text", { source: [{ exists: "true" }] }, "exists match pattern"],
  ["prefix of a number", { source: [{ prefix: 1 }] }, "prefix match pattern must be a string"],
  ["half a range", { count: [{ numeric: [">"] }] }, "numeric"],
  ["an unknown comparison", { count: [{ numeric: ["!=", 1] }] }, "Unrecognized numeric range operator"],
  ["a bound that is text", { count: [{ numeric: [">", "1"] }] }, "must be numeric"],
  ["a range from above", { count: [{ numeric: ["<", 5, ">", 0] }] }, "Too many elements in numeric expression"],
  ["a range with equality", { count: [{ numeric: [">", 1, "=", 5] }] }, "Bad numeric range operator: ="],
  ["an empty range", { count: [{ numeric: [">=", 5, "<=", 5] }] }, "Bottom must be less than top"],
  ["a bad network", { ip: [{ cidr: "10.0.0.0/33" }] }, "IPv4 mask bits must be < 32"],
  ["a network of one address", { ip: [{ cidr: "10.0.0.1/32" }] }, "IPv4 mask bits must be < 32"],
  ["an IPv6 network of one address", { ip6: [{ cidr: "::1/128" }] }, "IPv6 mask bits must be < 128"],
  ["a network without its size", { ip: [{ cidr: "10.0.0.0" }] }, "Malformed CIDR"],
  ["two wildcards in a row", { source: [{ wildcard: "a**" }] }, "Consecutive wildcard"],
  ["an unknown escape", { source: [{ wildcard: "a\\b" }] }, "Invalid escape"],
  ["anything-but of a boolean", { live: [{ "anything-but": true }] }, "anything-but"],
  ["anything-but texts and numbers", { count: [{ "anything-but": ["a", 5] }] }, "mixed type is not supported"],
  ["anything-but an empty prefix", { source: [{ "anything-but": { prefix: "" } }] }, "Null prefix/suffix not allowed"],
  ["anything-but no suffix", { source: [{ "anything-but": { suffix: [] } }] }, "Empty arrays"],
  [
    "anything-but a prefix, ignoring case",
    { source: [{ "anything-but": { prefix: { "equals-ignore-case": "A" } } }] },
    "prefix match pattern must be a string",
  ],
  ["anything-but numeric", { count: [{ "anything-but": { numeric: ["=", 1] } }] }, "Unsupported anything-but"],
];

describe("event patterns", () => {
  it.each(matching)("match %s", (_name, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  it.each(notMatching)("do not match %s", (_name, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  it.each(invalid)("are refused: %s", (_name, pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPatternError);
    expect(() => compilePattern(pattern)).toThrow(reason);
  });
});
