import { expect } from "chai";
import { checkObservability } from "../../../stacks/checks/observability";
import { observabilityOf } from "../../components/observability/builders";

const warningsOf = (alertmanager: object) =>
  checkObservability({ observability: observabilityOf({ alertmanager }), nodePools: {}, buckets: {} }).warnings;

describe("alerts that reach nobody", () => {
  const channels = { ops: { type: "slack", channel: "#ops" } };

  it("are a warning that says what to set", () => {
    expect(warningsOf({})).to.deep.equal([
      "observability.alertmanager: no alert reaches anybody; set channels and otherwise, for example to a Slack channel (docs/alerting.md)",
    ]);
  });

  it("are none where a route or what is left over has a channel", () => {
    expect(warningsOf({ channels, otherwise: ["ops"] })).to.deep.equal([]);
    expect(warningsOf({ channels, routes: [{ severity: "critical", to: ["ops"] }] })).to.deep.equal([]);
  });
});
