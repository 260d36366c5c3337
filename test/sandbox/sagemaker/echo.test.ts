import { describe, expect, it } from "vitest";
import { openAccount } from "./account.ts";
import { type EchoCase, inputOf, members, mismatches, missingRequired, schemaOf } from "./echo.ts";

type Answer = Record<string, unknown>;

const CASES: EchoCase[] = [
  {
    create: "CreateAIBenchmarkJob",
    describe: "DescribeAIBenchmarkJob",
    id: "AIBenchmarkJobName",
    missing: [],
  },
  { create: "CreateAutoMLJob", describe: "DescribeAutoMLJob", id: "AutoMLJobName", missing: ["Tags"] },
  { create: "CreateAutoMLJobV2", describe: "DescribeAutoMLJobV2", id: "AutoMLJobName", missing: ["Tags"] },
  {
    create: "CreateCompilationJob",
    describe: "DescribeCompilationJob",
    id: "CompilationJobName",
    missing: ["Tags"],
    without: ["ModelPackageVersionArn"],
  },
  { create: "CreateDomain", describe: "DescribeDomain", id: "DomainId", missing: ["Tags"] },
  {
    create: "CreateEndpointConfig",
    describe: "DescribeEndpointConfig",
    id: "EndpointConfigName",
    missing: ["Tags"],
  },
  {
    create: "CreateHyperParameterTuningJob",
    describe: "DescribeHyperParameterTuningJob",
    id: "HyperParameterTuningJobName",
    missing: ["Tags"],
    without: ["TrainingJobDefinitions"],
  },
  {
    create: "CreateInferenceRecommendationsJob",
    describe: "DescribeInferenceRecommendationsJob",
    id: "JobName",
    missing: ["OutputConfig", "Tags"],
  },
  { create: "CreateJob", describe: "DescribeJob", id: "JobName", missing: [] },
  { create: "CreateLabelingJob", describe: "DescribeLabelingJob", id: "LabelingJobName", missing: [] },
  { create: "CreateModel", describe: "DescribeModel", id: "ModelName", missing: ["Tags"], without: ["Containers"] },
  {
    create: "CreateNotebookInstance",
    describe: "DescribeNotebookInstance",
    id: "NotebookInstanceName",
    missing: ["LifecycleConfigName", "SecurityGroupIds", "Tags"],
  },
  {
    create: "CreateOptimizationJob",
    describe: "DescribeOptimizationJob",
    id: "OptimizationJobName",
    missing: ["Tags"],
  },
  {
    create: "CreateProcessingJob",
    describe: "DescribeProcessingJob",
    id: "ProcessingJobName",
    missing: ["Tags"],
  },
  {
    create: "CreateTrainingJob",
    describe: "DescribeTrainingJob",
    id: "TrainingJobName",
    missing: ["SessionChainingConfig", "Tags"],
  },
  { create: "CreateTransformJob", describe: "DescribeTransformJob", id: "TransformJobName", missing: ["Tags"] },
];

const OTHER_LISTS = [
  "ListInferenceRecommendationsJobSteps",
  "ListJobSchemaVersions",
  "ListLabelingJobsForWorkteam",
  "ListNotebookInstanceLifecycleConfigs",
  "ListTrainingJobsForHyperParameterTuningJob",
];

/** The members that some of the lists need. */
const LIST_INPUT = {
  HyperParameterTuningJobName: "name",
  JobCategory: "AgentRFT",
  JobName: "name",
  WorkteamArn: "some-WorkteamArn",
};

async function createAll(given: EchoCase): Promise<{ input: Answer; answer: Answer }> {
  const account = openAccount({ knownLifecycleConfigs: ["setup"] });
  const input = inputOf(given);
  if (given.create !== "CreateModel") {
    await account.call("CreateModel", { ModelName: "name", PrimaryContainer: { Image: "i" } });
  }
  const created = await account.call(given.create, input);
  const named = { JobCategory: "AgentRFT", [given.id]: created[given.id] ?? input[given.id] };
  const answer = await account.call(given.describe, named);
  return { input, answer };
}

describe.each(CASES)("$describe", (given) => {
  it("answers every member of the create call that it has a name for", async () => {
    const { input, answer } = await createAll(given);
    const described = new Set(members(schemaOf(given.describe, "output")));
    const echoed = Object.keys(input).filter((name) => described.has(name));
    expect(Object.fromEntries(echoed.map((name) => [name, answer[name]]))).toEqual(
      Object.fromEntries(echoed.map((name) => [name, input[name]])),
    );
    const missing = members(schemaOf(given.create, "input")).filter((name) => !described.has(name));
    expect(missing.sort()).toEqual(given.missing);
  });

  it("answers nothing that its schema does not know, and all that it requires", async () => {
    const { answer } = await createAll(given);
    expect(mismatches(schemaOf(given.describe, "output"), answer, given.describe)).toEqual([]);
    expect(missingRequired(given.describe, answer)).toEqual([]);
  });
});

it("lists nothing that the schemas of the lists do not know", async () => {
  const account = openAccount({ knownLifecycleConfigs: ["setup"] });
  const first = (given: EchoCase) => Number(given.create === "CreateModel");
  const creates = CASES.filter(({ create }) => !create.endsWith("V2")).sort((one, other) => first(other) - first(one));
  for (const given of creates) await account.call(given.create, inputOf(given));
  account.time.advance(600_000);
  for (const list of [...creates.map(({ create }) => create.replace(/^Create(.*)$/, "List$1s")), ...OTHER_LISTS]) {
    const answer = await account.call(list, LIST_INPUT);
    expect(Object.values(answer).flat(), list).not.toEqual([]);
    expect(mismatches(schemaOf(list, "output"), answer, list)).toEqual([]);
  }
});
