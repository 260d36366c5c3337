/** Bits of Python, for the code that people paste. */

/** `sagemaker.update_domain(…)`, one member a line. */
export function call(name: string, members: string[]): string {
  return [`sagemaker.${snakeCase(name)}(`, ...members.map((member) => `    ${member},`), ")"].join("\n");
}

export function python(value: unknown): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `"${name}": ${python(member)}`)
    .join(", ")}}`;
}

/** `ProductionVariants[]` → `variant`. */
export function variableFor(path: string): string {
  const words = snakeCase(path.replace(/\[\]$/, "").split(".").at(-1) ?? "").split("_");
  return (words.at(-1) ?? "item").replace(/s$/, "");
}

/** `CreateHyperParameterTuningJob` → `create_hyper_parameter_tuning_job`, as boto3 spells it. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
