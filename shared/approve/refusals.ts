/** Why an answer is not taken: a closed list, with the HTTP status and the sentence for each. */

export type Refusal =
  | "already-decided"
  | "bad-request"
  | "body-too-large"
  | "confirmation-missing"
  | "creator"
  | "execution-role"
  | "expired"
  | "form-expired"
  | "internal"
  | "ledger-unavailable"
  | "method-not-allowed"
  | "no-identity"
  | "not-an-approver"
  | "not-found"
  | "other-site"
  | "page-disabled"
  | "policy-unavailable"
  | "quorum-not-supported"
  | "requester"
  | "unknown-identity"
  | "unknown-option"
  | "unsupported-media-type"
  | "void"
  | "wrong-digest";

interface RefusalText {
  status: number;
  message: string;
}

const REFUSALS: Record<Refusal, RefusalText> = {
  "already-decided": { status: 409, message: "Somebody has already answered this question; that answer stands." },
  "bad-request": { status: 400, message: "The request cannot be read." },
  "body-too-large": { status: 413, message: "The request is too large; 16 KiB are enough for an answer." },
  "confirmation-missing": {
    status: 400,
    message: "This choice loses something: type the resource's name exactly as it is shown to confirm it.",
  },
  creator: {
    status: 403,
    message: "You made this resource, so somebody else has to approve a change to it. You may still leave it as it is.",
  },
  "execution-role": {
    status: 403,
    message:
      "Nobody knows who made this resource, and you act in the role that it runs with, so somebody else has to approve. You may still leave it as it is.",
  },
  expired: {
    status: 410,
    message:
      "The time to answer is over, which counts as a no. If the drift is still there, a new question will follow.",
  },
  "form-expired": { status: 403, message: "The form is out of date; read the page again and answer once more." },
  internal: { status: 500, message: "Something went wrong and nothing was changed; the service's log says more." },
  "ledger-unavailable": { status: 503, message: "The ledger does not answer; try again in a minute." },
  "method-not-allowed": { status: 405, message: "This address does not take that method." },
  "no-identity": { status: 401, message: "Nobody signed this request; sign it with AWS credentials." },
  "not-an-approver": {
    status: 403,
    message: "You are not among the approvers that the policy names; ask one of them, or whoever owns the policy.",
  },
  "not-found": { status: 404, message: "There is nothing of this name." },
  "other-site": { status: 403, message: "The answer came from another site; open the link itself and answer there." },
  "page-disabled": {
    status: 403,
    message: "This page only shows the question; answer it with npx sagefence approve or npx sagefence reject.",
  },
  "policy-unavailable": {
    status: 503,
    message: "The policy that names the approvers cannot be read, so nobody can approve; try again later.",
  },
  "quorum-not-supported": {
    status: 403,
    message: "The policy asks for several approvals, and this version takes only one; set approval.minimum to 1.",
  },
  requester: {
    status: 403,
    message: "Your own call brought this up, so somebody else has to approve. You may still leave it as it is.",
  },
  "unknown-identity": { status: 403, message: "Choose who you are from the list." },
  "unknown-option": { status: 400, message: "The question has no such option." },
  "unsupported-media-type": { status: 415, message: "Send the answer as JSON, or as the page's form does." },
  void: {
    status: 409,
    message:
      "The question no longer stands, because the resource or the policy changed. A new one follows where needed.",
  },
  "wrong-digest": {
    status: 409,
    message: "The plan is not the one you were shown; read the question again and answer once more.",
  },
};

export function refusalText(reason: Refusal): RefusalText {
  return REFUSALS[reason];
}

/** An answer or request that is turned down, on its way to the edge. */
export class RefusalError extends Error {
  readonly reason: Refusal;
  constructor(reason: Refusal, cause?: unknown) {
    super(REFUSALS[reason].message, cause === undefined ? undefined : { cause });
    this.name = "RefusalError";
    this.reason = reason;
  }
}
