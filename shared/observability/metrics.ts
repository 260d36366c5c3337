/** The one configured metrics emitter: embedded metric format, namespace `sagefence`. */
import { Metrics } from "@aws-lambda-powertools/metrics";

export const metrics = new Metrics({ namespace: "sagefence", serviceName: "sagefence" });
