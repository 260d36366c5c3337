/** The one configured logger. Messages are static text, values go beside them; never request parameters or secrets. */
import { Logger } from "@aws-lambda-powertools/logger";

export const logger = new Logger({ serviceName: "sagefence" });
