import { expect } from "chai";
import { remoteWritePolicy } from "../../../components/platform-addons/catalog/kube-prometheus-stack/remote-write";
import { prometheusSettings } from "../../../components/platform-addons/catalog/kube-prometheus-stack/prometheus-settings";
import { problemsOf } from "../../../stacks/problems";
import { isAllowed } from "../../support/iam";
import { observabilityOf, resolvedStack } from "./builders";

const url = "https://metrics.example.com/write";
const workspaceArn = "arn:aws:aps:eu-west-1:123456789012:workspace/ws-1a2b";
const secret = (key: string) => ({ name: "remote-write", key });

function stackOf(auth: Record<string, unknown> | undefined) {
  const remoteWrite = [{ url, ...(auth ? { auth } : {}) }];
  const found = resolvedStack({ prometheus: { remoteWrite } }).find(
    ({ addon }) => addon.name === "kube-prometheus-stack",
  );
  const { prometheus } = found?.values as {
    prometheus: { prometheusSpec: Record<string, unknown>; serviceAccount: { name: string } };
  };
  return { ...prometheus, identities: found?.identities ?? [] };
}

describe("remote write", () => {
  it("SS-62: writes on to where the stack says, as whom it says, by Secrets that it names", () => {
    const written = (auth?: Record<string, unknown>) => stackOf(auth).prometheusSpec["remoteWrite"];
    expect(written()).to.deep.equal([{ url }]);
    expect(written({ type: "bearer", token: secret("token") })).to.deep.equal([
      { url, authorization: { type: "Bearer", credentials: secret("token") } },
    ]);
    expect(written({ type: "basic", username: secret("user"), password: secret("password") })).to.deep.equal([
      { url, basicAuth: { username: secret("user"), password: secret("password") } },
    ]);
  });

  it("SS-62: signs for Amazon Managed Service for Prometheus in the region of the workspace, by a role of its own", async () => {
    const { prometheusSpec, serviceAccount, identities } = stackOf({ type: "aws", workspaceArn });
    expect(prometheusSpec["remoteWrite"]).to.deep.equal([{ url, sigv4: { region: "eu-west-1" } }]);
    expect(serviceAccount.name).to.equal("prometheus");
    expect(identities.map((one) => one.serviceAccount)).to.deep.equal(["grafana", "prometheus"]);
    const policy = remoteWritePolicy([{ url, auth: { type: "aws", workspaceArn } }]);
    if (!policy) throw new Error("no policy");
    expect(await isAllowed(policy, { action: "aps:RemoteWrite", on: workspaceArn })).to.equal(true);
    expect(await isAllowed(policy, { action: "aps:RemoteWrite", on: `${workspaceArn}-other` })).to.equal(false);
    expect(await isAllowed(policy, { action: "aps:QueryMetrics", on: workspaceArn })).to.equal(false);
  });

  it("without a workspace Prometheus has no role", () => {
    expect(stackOf({ type: "bearer", token: secret("token") }).identities).to.have.length(1);
    expect(observabilityOf({}).prometheus.remoteWrite).to.deep.equal([]);
  });

  const schema = prometheusSettings(2);
  const bad: [unknown, string][] = [
    [{ url: "ftp://example.com" }, "remoteWrite[0].url"],
    [{ url, auth: { type: "bearer", token: "abc" } }, "remoteWrite[0].auth.token"],
    [{ url, auth: { type: "aws", workspaceArn: "ws-1a2b" } }, "remoteWrite[0].auth.workspaceArn"],
  ];
  for (const [one, path] of bad) {
    it(`refuses ${JSON.stringify(one)} at ${path}`, () => {
      const raw = { remoteWrite: [one] };
      const parsed = schema.safeParse(raw);
      expect(parsed.success ? [] : problemsOf(parsed.error, raw, schema).map((problem) => problem.path)).to.deep.equal([
        path,
      ]);
    });
  }
});
