/** The function's environment. */

/** A variable that the deployment sets. Throws, naming it, when it is missing. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set`);
  return value;
}
