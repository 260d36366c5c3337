/** What a request's signature says about who sent it. The signature itself is not verified. */
import { AwsError } from "../contract.ts";

export interface CredentialScope {
  accessKeyId: string;
  region: string;
  /** Signing name of the service: `sagemaker`, `events`. */
  service: string;
}

/**
 * Reads an `Authorization` header of Signature Version 4. Throws MissingAuthenticationTokenException without one and
 * IncompleteSignatureException for one that does not parse.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function readAuthorization(header: string | undefined): CredentialScope {
  if (header === undefined || header.trim() === "") {
    throw new AwsError("MissingAuthenticationTokenException", "Request is missing Authentication Token", 403);
  }
  const [algorithm = "", rest = ""] = header.trim().split(/\s+(.*)/s);
  if (algorithm !== "AWS4-HMAC-SHA256") {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}' (only AWS4-HMAC-SHA256).`);
  }
  const parameters = new Map(rest.split(",").map(keyAndValue));
  for (const name of ["Credential", "SignedHeaders", "Signature"]) {
    if (!parameters.get(name)) throw incomplete(`Authorization header requires '${name}' parameter.`);
  }
  return readScope(parameters.get("Credential") ?? "");
}

/** Access keys may contain slashes here, so the scope is read from its end. */
function readScope(credential: string): CredentialScope {
  const parts = credential.split("/");
  const [, region, service, terminator] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join("/");
  if (!accessKeyId || !region || !service || terminator !== "aws4_request") {
    throw incomplete("Credential must be KEY/DATE/REGION/SERVICE/aws4_request.");
  }
  return { accessKeyId, region, service };
}

function keyAndValue(text: string): [string, string] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text.trim(), ""] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

function incomplete(message: string): AwsError {
  return new AwsError("IncompleteSignatureException", message, 400);
}
