/** Why something was not done, in words. */
import type { ActionId } from "../../act/action.ts";
import type { Obstacle } from "../../act/change.ts";
import { plain } from "../plain.ts";

/** An action of the plan that was not carried out. */
export interface NotDone {
  action: ActionId;
  obstacle: Obstacle;
}

const TO_DO: Record<ActionId, string> = {
  exempt: "exempt it",
  "make-vpc-only": "make it VPC-only",
  "recreate-beside": "recreate it beside the original",
  stop: "stop it",
  "stop-before-start": "stop it before it computes",
  tag: "tag it",
};

/** `Could not stop it: StopNotebookInstance was denied (AccessDeniedException). Nothing was changed.` */
export function describeNotDone({ action, obstacle }: NotDone): string {
  return `Could not ${TO_DO[action]}: ${describeObstacle(obstacle)}`;
}

/** The obstacle as a sentence that goes on after a colon. */
export function describeObstacle(obstacle: Obstacle): string {
  switch (obstacle.reason) {
    case "gone":
      return "it does not exist any more.";
    case "replaced":
      return "another resource has its name now.";
    case "unread":
      return `it could not be read (${plain(obstacle.detail)}), and nothing is changed unseen.`;
    case "mode":
      return obstacle.detail === "off" ? "the service is switched off." : "the service is in report mode.";
    case "policy":
      return `the deployed policy is not valid (${plain(obstacle.detail)}).`;
    case "fixed":
      return "the policy does not ask for it any more.";
    case "changed":
      return "what would be done now is not what was approved.";
    case "cap":
      return `the cap of ${obstacle.limit} ${obstacle.effect} actions an hour is reached.`;
    case "impossible":
      return `it is not possible any more (${plain(obstacle.detail)}).`;
    case "refused":
      return `AWS refused (${plain(obstacle.detail)}). This call changed nothing.`;
    case "unconfirmed":
      return `it is NOT known whether it happened (${plain(obstacle.detail)}). Look before you do anything.`;
  }
}
