/** The pipeline behind a job: its tag claims it, the steps of the execution prove it, and its own drift answers for it. */
import { describe, expect, test } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { answeringParent, type ParentDeps } from "../../shared/detect/parent.ts";
import { findingId } from "../../shared/record/finding-id.ts";
import type { Finding } from "../../shared/record/ledger.ts";
import type { ResourceLook } from "../../shared/sagemaker/look.ts";
import { pipelineOriginOf } from "../../shared/sagemaker/pipeline-parent.ts";
import { network } from "../support/network.ts";

type Json = Record<string, unknown>;
type Answers = Record<string, (input: Json) => Json>;

const BASE = "arn:aws:sagemaker:eu-west-1:111122223333";
const JOB = `${BASE}:training-job/pipelines-7f3k2mq1z8xd-Train-aA1bB2cC3d-0`;
const PIPELINE = `${BASE}:pipeline/churn`;
const EXECUTION = `${PIPELINE}/execution/7f3k2mq1z8xd`;
const PROVEN = { status: "proven", parent: { kind: "pipeline", arn: PIPELINE } };

const claim = (Value = EXECUTION) => ({ Key: "sagemaker:pipeline-execution-arn", Value });
const ListTags = () => ({ Tags: [{ Key: "team", Value: EXECUTION }, claim()] });
const made = (Metadata?: Json) => ({ StepName: "S", StepStatus: "Executing", ...(Metadata && { Metadata }) });
const stepsOf = (...steps: Json[]) => ({ PipelineExecutionSteps: steps });
const TRAINED = stepsOf(made({ TrainingJob: { Arn: JOB } }));

function failure(name: string, message = "no"): Error {
  return Object.assign(new Error(message), { name });
}

function refuses(name: string, message?: string): () => never {
  return () => {
    throw failure(name, message);
  };
}

/** A SageMaker that knows only these answers. */
function sageMaker(answers: Answers) {
  const calls: { operation: string; input: Json }[] = [];
  const api: SageMakerApi = {
    async call(operation, input) {
      calls.push({ operation, input });
      const answer = answers[operation];
      if (answer === undefined) throw new TypeError(`${operation} was not to be called`);
      return answer(input);
    },
  };
  return { api, calls };
}

describe("the origin of a job", () => {
  test("is none without the tag, and its steps are not asked for", async () => {
    const { api, calls } = sageMaker({ ListTags: () => ({ Tags: [{ Key: "team", Value: EXECUTION }] }) });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual({ status: "none" });
    expect(calls).toEqual([{ operation: "ListTags", input: { ResourceArn: JOB } }]);
  });

  test.each([
    ["", "nothing"],
    [PIPELINE, "a pipeline"],
    [`${EXECUTION}/step`, "more than an execution"],
    [`${BASE}:training-job/t/execution/x`, "another resource"],
    ["arn:aws:states:eu-west-1:111122223333:execution:m:x", "another service's execution"],
    [`see ${EXECUTION}`, "a sentence"],
  ])("is none when the tag says %j: %s", async (value) => {
    const { api, calls } = sageMaker({ ListTags: () => ({ Tags: [claim(value)] }) });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual({ status: "none" });
    expect(calls).toHaveLength(1);
  });

  test.each([
    ["TrainingJob", "Arn"],
    ["ProcessingJob", "Arn"],
    ["TransformJob", "Arn"],
    ["TuningJob", "Arn"],
    ["AutoMLJob", "Arn"],
    ["Model", "Arn"],
    ["EndpointConfig", "Arn"],
    ["Endpoint", "Arn"],
    ["InferenceComponent", "Arn"],
    ["QualityCheck", "CheckJobArn"],
    ["ClarifyCheck", "CheckJobArn"],
  ])("is proven by the ARN in a step's %s.%s", async (type, arnMember) => {
    const steps = stepsOf(made({ [type]: { [arnMember]: JOB } }));
    const { api } = sageMaker({ ListTags, ListPipelineExecutionSteps: () => steps });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual(PROVEN);
  });

  test("is proven whatever the letter case of the ARN, and long after the execution has ended", async () => {
    const ended = { ...made({ TrainingJob: { Arn: JOB.toLowerCase() } }), StepStatus: "Succeeded" };
    const { api } = sageMaker({ ListTags, ListPipelineExecutionSteps: () => stepsOf(ended) });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual(PROVEN);
  });

  test.each([
    ["of another job", stepsOf(made({ TrainingJob: { Arn: `${JOB}1` } }), made({ Lambda: { Arn: "arn:l" } }))],
    ["that have not begun", stepsOf(made(), { StepName: "Train", Metadata: {} })],
    ["that are none", stepsOf()],
    ["that are missing", {}],
    [
      "whose texts name it",
      stepsOf(made({ Fail: { ErrorMessage: JOB }, Lambda: { Arn: JOB }, TrainingJob: { Name: JOB } })),
    ],
  ])("is only claimed by steps %s: anybody can set a tag", async (_case, steps) => {
    const { api } = sageMaker({ ListTags, ListPipelineExecutionSteps: () => steps });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual({ status: "claimed" });
  });

  test.each(["ResourceNotFound", "ValidationException"])(
    "is only claimed where there is no such execution: %s",
    async (name) => {
      const { api } = sageMaker({ ListTags, ListPipelineExecutionSteps: refuses(name) });

      await expect(pipelineOriginOf(api, JOB)).resolves.toEqual({ status: "claimed" });
    },
  );

  test("is looked for in all pages of tags and steps, as far as it is needed", async () => {
    const { api, calls } = sageMaker({
      ListTags: ({ NextToken }) => (NextToken === undefined ? { Tags: [], NextToken: "2" } : { Tags: [claim()] }),
      ListPipelineExecutionSteps: ({ NextToken }) =>
        NextToken === undefined ? { ...stepsOf(made()), NextToken: "2" } : { ...TRAINED, NextToken: "3" },
    });

    await expect(pipelineOriginOf(api, JOB)).resolves.toEqual(PROVEN);
    expect(calls.map(({ operation, input }) => [operation, input.NextToken])).toEqual([
      ["ListTags", undefined],
      ["ListTags", "2"],
      ["ListPipelineExecutionSteps", undefined],
      ["ListPipelineExecutionSteps", "2"],
    ]);
    expect(calls.at(-1)?.input).toMatchObject({ PipelineExecutionArn: EXECUTION, MaxResults: 100 });
  });

  test.each(["AccessDeniedException", "ThrottlingException"])("is no answer when a call ends in %s", async (name) => {
    const untold = sageMaker({ ListTags: refuses(name) });
    const unproven = sageMaker({ ListTags, ListPipelineExecutionSteps: refuses(name) });

    await expect(pipelineOriginOf(untold.api, JOB)).rejects.toThrow(failure(name));
    await expect(pipelineOriginOf(unproven.api, JOB)).rejects.toThrow(failure(name));
  });
});

describe("the parent that answers for a job", () => {
  const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
  const CREATED = "2026-11-20T08:00:00.000Z";
  const ID = findingId(PIPELINE, CREATED);
  const WRONG = ["runs-in-vpc"];

  const look: ResourceLook = {
    resource: { kind: "training-job", name: "j", id: "j", arn: JOB, account: "111122223333", region: "eu-west-1" },
    creationTime: "2026-11-20T09:00:00.000Z",
    status: "InProgress",
    secondaryStatus: "Training",
    posture: { kind: "training-job", units: [] },
    parent: null,
    roles: [],
    runs: [],
    description: {},
    tags: [],
  };

  const describing = (step: Json, Parameters: Json[] = []) => ({
    PipelineName: "churn",
    PipelineArn: PIPELINE,
    PipelineStatus: "Active",
    CreationTime: new Date(CREATED),
    PipelineDefinition: JSON.stringify({ Parameters, Steps: [{ Name: "Train", Type: "Training", Arguments: step }] }),
  });
  const childOf = (pipeline: Json): Answers => ({
    ListTags,
    ListPipelineExecutionSteps: () => TRAINED,
    DescribePipeline: () => pipeline,
  });
  const BAD = describing({ ResourceConfig: { InstanceCount: 1 } });

  function deps(answers: Answers, more: Partial<ParentDeps> = {}) {
    const { api, calls } = sageMaker(answers);
    const asked: string[] = [];
    const wanted: ParentDeps = {
      policy: resolvePolicy({ mode: "enforce" }),
      now: () => new Date("2026-11-20T12:00:00Z"),
      sageMaker: async () => api,
      network,
      getFinding: async (id) => {
        asked.push(id);
        return null;
      },
      ...more,
    };
    return { ...wanted, calls, asked };
  }

  test("is the pipeline whose step breaks the same rule, with the finding of the pipeline as it is", async () => {
    const given = deps(childOf(BAD));

    const parent = await answeringParent(look, WRONG, given);

    expect(parent).toMatchObject({
      resource: { kind: "pipeline", name: "churn", id: "churn", arn: PIPELINE },
      creationTime: CREATED,
      status: "Active",
      id: ID,
      finding: null,
      assessment: { outcome: "violation" },
    });
    expect(given.asked).toEqual([ID]);
    expect(given.calls.map(({ operation }) => operation)).toEqual([
      "ListTags",
      "ListPipelineExecutionSteps",
      "DescribePipeline",
    ]);
  });

  test("is the resource that the job itself names, and then only that one is asked for its own pipeline", async () => {
    const arn = `${BASE}:hyper-parameter-tuning-job/search`;
    const search = {
      HyperParameterTuningJobName: "search",
      HyperParameterTuningJobArn: arn,
      TrainingJobDefinition: {},
    };
    const given = deps({
      DescribeHyperParameterTuningJob: () => ({ ...search, CreationTime: new Date(CREATED) }),
      ListTags: () => ({ Tags: [] }),
    });
    const child = { ...look, parent: { kind: "hyper-parameter-tuning-job", arn } };

    expect(await answeringParent(child, WRONG, given)).toMatchObject({ resource: { arn } });
    expect(given.calls.map(({ input }) => input)).toEqual([
      { HyperParameterTuningJobName: "search" },
      { ResourceArn: arn },
    ]);
  });

  test("is the pipeline above the search that the job belongs to", async () => {
    const arn = `${BASE}:hyper-parameter-tuning-job/search`;
    const steps = stepsOf(made({ TuningJob: { Arn: arn } }));
    const given = deps({
      ...childOf(BAD),
      DescribeHyperParameterTuningJob: () => ({
        HyperParameterTuningJobName: "search",
        HyperParameterTuningJobArn: arn,
        TrainingJobDefinition: {},
        CreationTime: new Date(CREATED),
      }),
      ListPipelineExecutionSteps: () => steps,
    });
    const child = { ...look, parent: { kind: "hyper-parameter-tuning-job", arn } };

    expect(await answeringParent(child, WRONG, given)).toMatchObject({ resource: { arn: PIPELINE } });
  });

  test("is none when the parent is in no list any more", async () => {
    const arn = `${BASE}:hyper-parameter-tuning-job/search`;
    const given = deps({
      DescribeHyperParameterTuningJob: refuses("ResourceNotFound"),
      ListHyperParameterTuningJobs: () => ({ HyperParameterTuningJobSummaries: [] }),
    });
    const child = { ...look, parent: { kind: "hyper-parameter-tuning-job", arn } };

    await expect(answeringParent(child, WRONG, given)).resolves.toBeNull();
  });

  test.each([
    ["meets the policy", describing({ VpcConfig: VPC, ResourceConfig: { InstanceCount: 1 } }), WRONG],
    ["breaks another rule", describing({ VpcConfig: VPC, ResourceConfig: { InstanceCount: 2 } }), WRONG],
    ["breaks only one of the rules", BAD, [...WRONG, "remote-debug-disabled"]],
  ])("is none when the pipeline %s: the job got its settings elsewhere", async (_case, pipeline, wrong) => {
    await expect(answeringParent(look, wrong, deps(childOf(pipeline)))).resolves.toBeNull();
  });

  test("is none when the definition leaves open what the job got when it was started: each start is its own", async () => {
    const open = describing({ VpcConfig: { ...VPC, Subnets: { Get: "Parameters.Subnets" } } }, [{ Name: "Subnets" }]);

    await expect(answeringParent(look, WRONG, deps(childOf(open)))).resolves.toBeNull();
  });

  test("is the pipeline that a person exempted", async () => {
    const exemption = { rules: WRONG, until: "2026-12-20T00:00:00Z", by: "mei", reason: "demo" };
    const finding = { exemption, resource: { arn: PIPELINE } } as Finding;

    const parent = await answeringParent(look, WRONG, deps(childOf(BAD), { getFinding: async () => finding }));

    expect(parent).toMatchObject({ finding, assessment: { outcome: "compliant" } });
  });

  test("is not told while nothing but the tag says so", async () => {
    const forged = deps({ ListTags, ListPipelineExecutionSteps: () => stepsOf() });

    await expect(answeringParent(look, WRONG, forged)).resolves.toBe("claimed");
    expect(forged.asked).toEqual([]);
  });

  test.each([
    ["the tags", { ListTags: refuses("AccessDeniedException") }],
    ["the steps", { ListTags, ListPipelineExecutionSteps: refuses("AccessDeniedException") }],
  ])("is none, and the job answers for itself, when %s may not be read", async (_what, answers) => {
    await expect(answeringParent(look, WRONG, deps(answers))).resolves.toBeNull();
  });

  test("cannot be told yet when SageMaker is too busy, so that the event comes again", async () => {
    const busy = refuses("ThrottlingException", "Rate exceeded");

    await expect(answeringParent(look, WRONG, deps({ ListTags: busy }))).rejects.toThrow("Rate exceeded");
    await expect(answeringParent(look, WRONG, deps({ ListTags, ListPipelineExecutionSteps: busy }))).rejects.toThrow(
      "Rate exceeded",
    );
    await expect(answeringParent(look, WRONG, deps({ ...childOf(BAD), DescribePipeline: busy }))).rejects.toThrow(
      `the parent ${PIPELINE} could not be read`,
    );
  });

  test("is the pipeline even where it may not be read: what is wrong is then the job's word", async () => {
    const denied = deps({ ...childOf(BAD), DescribePipeline: refuses("AccessDeniedException") });

    expect(await answeringParent(look, WRONG, denied)).toEqual({
      resource: {
        kind: "pipeline",
        name: "churn",
        id: null,
        arn: PIPELINE,
        account: "111122223333",
        region: "eu-west-1",
      },
      creationTime: null,
      status: null,
      id: findingId(PIPELINE, null),
      finding: null,
      assessment: null,
      look: null,
    });
  });

  test.each([
    ["has no tags", "job"],
    ["no step makes", "notebook-instance"],
  ])("is not looked for where a kind %s", async (_why, kind) => {
    const given = deps({});

    const parent = await answeringParent({ ...look, resource: { ...look.resource, kind } }, WRONG, given);

    expect(parent).toBeNull();
    expect(given.calls).toEqual([]);
  });
});
