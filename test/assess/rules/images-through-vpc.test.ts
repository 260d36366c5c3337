import { imagesThroughVpc } from "../../../shared/assess/rules/images-through-vpc.ts";
import { testRule } from "./judging.ts";

const trainingField = "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAccessMode";
const modelField = "ImageConfig.RepositoryAccessMode";

function training(mode: string): object {
  return { AlgorithmSpecification: { TrainingImageConfig: { TrainingRepositoryAccessMode: mode } } };
}

function container(mode: string): object {
  return { ImageConfig: { RepositoryAccessMode: mode } };
}

testRule(imagesThroughVpc, {
  compliant: [
    { name: "through the VPC", kind: "training-job", create: training("Vpc"), field: trainingField, actual: "Vpc" },
    { name: "through the VPC", kind: "model", describe: { PrimaryContainer: container("Vpc") }, field: modelField },
    {
      name: "in the first of two containers",
      kind: "model",
      unit: "Containers[0]",
      create: { Containers: [container("Vpc"), container("Platform")] },
    },
  ],
  violation: [
    {
      name: "Platform",
      kind: "training-job",
      describe: training("Platform"),
      field: trainingField,
      actual: "Platform",
      expected: "Vpc",
    },
    {
      name: "not set",
      kind: "training-job",
      create: { AlgorithmSpecification: {} },
      field: trainingField,
      actual: null,
      expected: "Vpc",
      message: /that means Platform/,
    },
    {
      name: "not set",
      kind: "model",
      create: { PrimaryContainer: {} },
      field: modelField,
      actual: null,
      expected: "Vpc",
    },
    {
      name: "in the second of two containers",
      kind: "model",
      unit: "Containers[1]",
      create: { Containers: [container("Vpc"), container("Platform")] },
      field: modelField,
      actual: "Platform",
      expected: "Vpc",
    },
  ],
  unknown: [{ name: "unread", kind: "training-job", unread: "DescribeTrainingJob was denied", field: trainingField }],
});
