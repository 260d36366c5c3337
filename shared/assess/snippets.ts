/**
 * Python to paste, for a rule's `fix.snippets`. `request` stands for the keyword arguments of the call as somebody
 * makes it today.
 */
import { kindOf } from "../sagemaker/index.ts";

export type Snippets = Readonly<Record<string, string>>;

/** Per kind: a change to `request`, and then the kind's create call. */
export function createWith(changes: Readonly<Record<string, string>>): Snippets {
  return Object.fromEntries(
    Object.entries(changes).map(([kind, change]) => [
      kind,
      python("# request: the keyword arguments of your call", change, `sagemaker.${createCall(kind)}(**request)`),
    ]),
  );
}

/** A change of a notebook instance in place, which SageMaker accepts only while the notebook is stopped. */
export function updateNotebook(...members: string[]): string {
  return python(
    'name = {"NotebookInstanceName": "my-notebook"}',
    "sagemaker.stop_notebook_instance(**name)",
    'sagemaker.get_waiter("notebook_instance_stopped").wait(**name)',
    call("update_notebook_instance", "**name", ...members),
    'sagemaker.get_waiter("notebook_instance_stopped").wait(**name)',
    "sagemaker.start_notebook_instance(**name)",
  );
}

/** A change of a Studio domain in place. */
export function updateDomain(...members: string[]): string {
  return python(call("update_domain", 'DomainId="d-…"', ...members));
}

function call(name: string, ...members: string[]): string {
  return [`sagemaker.${name}(`, ...members.map((member) => `    ${member},`), ")"].join("\n");
}

function python(...lines: string[]): string {
  return ["import boto3", "", 'sagemaker = boto3.client("sagemaker")', ...lines].join("\n");
}

const VPC_CONFIG = '{"Subnets": ["subnet-…"], "SecurityGroupIds": ["sg-…"]}';

/** For what an endpoint configuration sets itself only where its variants name no models. */
export const ON_THE_MODEL = "# where the variants name models, change the create_model calls instead";

/** Every kind that has subnets and security groups, placed in the network by its own members. */
export const IN_THE_VPC: Snippets = {
  domain: updateDomain('SubnetIds=["subnet-…"]', 'DefaultUserSettings={"SecurityGroups": ["sg-…"]}'),
  ...createWith({
    "endpoint-config": `${ON_THE_MODEL}\nrequest["VpcConfig"] = ${VPC_CONFIG}`,
    "hyper-parameter-tuning-job": `definition = request["TrainingJobDefinition"]\ndefinition["VpcConfig"] = ${VPC_CONFIG}`,
    model: `request["VpcConfig"] = ${VPC_CONFIG}`,
    "notebook-instance": 'request["SubnetId"] = "subnet-…"\nrequest["SecurityGroupIds"] = ["sg-…"]',
    "processing-job": `network = request.setdefault("NetworkConfig", {})\nnetwork["VpcConfig"] = ${VPC_CONFIG}`,
    "training-job": `request["VpcConfig"] = ${VPC_CONFIG}`,
  }),
};

/** `CreateHyperParameterTuningJob` → `create_hyper_parameter_tuning_job`. */
function createCall(kind: string): string {
  return kindOf(kind)
    .calls.create.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
    .toLowerCase();
}
