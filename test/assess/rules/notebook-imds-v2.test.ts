import { notebookImdsV2 } from "../../../shared/assess/rules/notebook-imds-v2.ts";
import { testRule } from "./judging.ts";

const field = "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion";

function minimum(version: unknown): object {
  return { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: version } };
}

testRule(notebookImdsV2, {
  compliant: [
    { name: "create", kind: "notebook-instance", create: minimum("2"), field, actual: "2" },
    { name: "describe", kind: "notebook-instance", describe: minimum("2") },
  ],
  violation: [
    { name: "version 1", kind: "notebook-instance", create: minimum("1"), field, actual: "1", expected: "2" },
    {
      name: "not set",
      kind: "notebook-instance",
      create: {},
      field,
      actual: null,
      expected: "2",
      message: /no minimum was set and that means 1/,
    },
    {
      name: "an empty configuration",
      kind: "notebook-instance",
      describe: { InstanceMetadataServiceConfiguration: {} },
      field,
      actual: null,
      expected: "2",
    },
  ],
  unknown: [
    { name: "unread", kind: "notebook-instance", unread: "DescribeNotebookInstance was denied", field },
    { name: "a number where the API has a string", kind: "notebook-instance", create: minimum(2), field },
  ],
});
