import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Calls of AWS", "reqps", { "{{service}}": "sum by (service) (rate(aws_api_calls_total[5m]))" }),
  graph("Calls that AWS refused or slowed", "short", {
    refused: "sum(increase(aws_api_call_permission_errors_total[1h]))",
    slowed: "sum(increase(aws_api_call_throttled_errors_total[1h]))",
  }),
];
