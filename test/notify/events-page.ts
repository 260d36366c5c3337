/** `docs/events.md`, rendered from the schemas. */
import { z } from "zod";
import { EVENT_DETAILS, EVENT_SOURCE, type OwnEvent } from "../../shared/notify/events.ts";

const WHEN: Record<OwnEvent["detailType"], string> = {
  "Drift Detected": "A round of a finding opened with a resource that violates the policy.",
  "Assessment Incomplete": "Something could not be read, so some rules could not be judged.",
  "Action Taken": "A change was made to a resource, or failed.",
  "Approval Requested": "A person is asked to choose.",
  "Approval Decided": "The question was answered, ran out, or became void.",
  "Remediation Finished": "A round ended.",
  "Finding Closed":
    "The resource is compliant or gone; of a cause in the network: nothing stands on it in violation any more.",
  "Sweep Finished": "Everything there is has been looked at.",
};

const INTRODUCTION = `# Events

What sagefence tells programs: events with source \`${EVENT_SOURCE}\` on the event bus \`sagefence\`. Rendered from
\`shared/notify/events.ts\`.

- Names and verdicts only: no contents of requests, no tags, no environment.
- \`detail.version\` is 1. Members are added under the same version, so ignore those you do not know; nothing is renamed or
  removed without a new version.
- EventBridge delivers at least once and in no order. \`findingId\` and \`round\` say what belongs together.
- \`resource\` is a SageMaker resource, or the thing in the network (\`route-table\`, \`security-group\`, …) that is the cause.
- \`resources\` holds its ARN where it is known; SageMaker lower-cases names in some ARNs.

A rule for everything that needs somebody:

\`\`\`json
{ "source": ["${EVENT_SOURCE}"], "detail-type": ["Approval Requested", "Assessment Incomplete"] }
\`\`\`
`;

export function renderEventsPage(examples: readonly OwnEvent[]): string {
  const sections = Object.entries(EVENT_DETAILS).map(([detailType, schema]) => {
    const example = examples.find((event) => event.detailType === detailType);
    if (example === undefined) throw new Error(`no example of "${detailType}"`);
    return section(example, schema);
  });
  return [INTRODUCTION, ...sections].join("\n");
}

function section({ detailType, detail }: OwnEvent, schema: z.ZodType): string {
  const { $schema, ...rendered } = z.toJSONSchema(schema, { override: forReaders });
  return [
    `## ${detailType}\n`,
    `${WHEN[detailType]}\n`,
    `An example of \`detail\`:\n\n\`\`\`json\n${JSON.stringify(detail, null, 2)}\n\`\`\`\n`,
    `Its JSON schema:\n\n\`\`\`json\n${JSON.stringify(rendered, null, 2)}\n\`\`\`\n`,
  ].join("\n");
}

/** Readers tolerate members that are added later, and need no limits that come from JavaScript alone. */
function forReaders({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.additionalProperties;
  delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
