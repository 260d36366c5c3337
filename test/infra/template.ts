/** The packaged template, for the tests of this folder. */
import { readFileSync } from "node:fs";
import { packageService } from "../../scripts/package.ts";

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, unknown>;
}

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

export async function packagedTemplate(): Promise<Template> {
  const { templatePath } = await packageService({ policyFile: "infra/policy/default.yaml" });
  return JSON.parse(readFileSync(templatePath, "utf8")) as Template;
}

/** The resources of one type, by logical id. */
export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The properties of the one resource of that type. */
export function onlyOne(template: Template, type: string): Record<string, unknown> {
  const found = ofType(template, type);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return first[1].Properties;
}

/** The one function of that name in `functions/`. */
export function functionNamed(template: Template, name: string): [string, Resource] {
  const found = ofType(template, "AWS::Lambda::Function").find(
    ([, { Properties }]) => Properties.FunctionName === `sagefence-${name}`,
  );
  if (found === undefined) throw new Error(`the template has no function sagefence-${name}`);
  return found;
}

/** The statements of a function's role. */
export function statementsOf(template: Template, name: string): Statement[] {
  const [, { Properties }] = functionNamed(template, name);
  const { "Fn::GetAtt": attribute } = Properties.Role as { "Fn::GetAtt": [string, string] };
  const role = template.Resources[attribute[0]];
  const policies = (role?.Properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  return policies.flatMap((policy) => policy.PolicyDocument.Statement);
}

export function actionsIn(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap((statement) => statement.Action))].sort();
}
