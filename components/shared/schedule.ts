import { pattern } from "./problem";

/** Five fields as Kubernetes and KEDA read them: https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */
export const cronExpression = pattern(
  /^[0-9A-Za-z*/,?-]+( +[0-9A-Za-z*/,?-]+){4}$/,
  "is not a cron expression of five fields",
  'minute, hour, day, month and weekday, such as "0 2 * * *"',
);
