/** The function's environment. */

/** A variable that the deployment sets. Throws, naming it, when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** A whole number of seconds from the environment, or the default. */
export function secondsFromEnv(name: string, byDefault: number): number {
  const value = Number(process.env[name]);
  return Number.isInteger(value) && value > 0 ? value : byDefault;
}
