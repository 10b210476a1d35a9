import { chartPin } from "../../../components/shared/pins";
import { expect } from "chai";
import { platformNamespaces } from "../../../components/platform-addons/namespaces";
import { PlatformAddons } from "../../../components/platform-addons/platform-addons";
import { catalog } from "../../../components/platform-addons/registry";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { platformContext } from "../../support/builders";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";
import { selection, surroundings } from "./builders";

function resolved(name: keyof typeof catalog, settings: Record<string, unknown> = {}, beside = {}) {
  const found = resolveAddons(selection({ [name]: settings, ...beside }), surroundings()).find(
    ({ addon }) => addon.name === name,
  );
  if (!found) throw new Error(`no ${name}`);
  return { ...found, values: found.values as Record<string, any> };
}

const monitored = { "prometheus-operator-crds": {} };
const service = { namespace: "shop", serviceAccounts: ["api"], paths: { "shop/api/*": ["read", "list"] } };

describe("vault", () => {
  const vault = (settings = {}, beside = {}) => resolved("vault", settings, { "cert-manager": {}, ...beside });

  it("TB-59: three servers in a Raft, on three nodes, each of which joins by name and TLS", () => {
    const { server, global } = vault().values;
    expect(global.tlsDisable).to.equal(false);
    expect(server.ha).to.include({ enabled: true, replicas: 3 });
    expect(server.ha.raft).to.include({ enabled: true, setNodeId: true });
    const joins = [...server.ha.raft.config.matchAll(/leader_api_addr += "([^"]+)"/g)].map(([, address]) => address);
    expect(joins).to.deep.equal([0, 1, 2].map((index) => `https://vault-${index}.vault-internal:8200`));
    expect(server.topologySpreadConstraints[0]).to.include({ whenUnsatisfiable: "DoNotSchedule" });
    expect(server.ha.disruptionBudget.enabled).to.equal(true);
  });

  it("TB-59: an even number of servers is refused, one has no budget", () => {
    expect(problemsIn(catalog.vault.settings({ replicas: 2 }), { replicas: 4 })).to.deep.equal([
      {
        path: "replicas",
        given: "4",
        why: "is even, which stands the loss of no more servers than one fewer does",
        set: "3 or 5",
      },
    ]);
    expect(vault({ replicas: 1 }).values.server.ha.disruptionBudget.enabled).to.equal(false);
  });

  it("TB-59: a key of KMS of its own opens it, which nobody deletes by mistake", async () => {
    const { keys, values } = vault();
    expect(keys.map(({ alias }) => alias)).to.deep.equal(["alias/acme-vault"]);
    expect(values.server.ha.raft.config).to.match(
      /seal "awskms" {\n {2}region {5}= "us-east-1"\n {2}kms_key_id = "alias\/acme-vault"/,
    );
    const addons = resolveAddons(selection({ vault: {} }), surroundings());
    const program = await recorded(
      () =>
        new PlatformAddons("addons", {
          namespaces: () => [],
          context: platformContext(),
          addons,
        }),
    );
    const key = program.one("aws:kms/key:Key", "addons-acme-vault");
    expect(key.protect).to.equal(true);
    expect(program.inputs("aws:kms/key:Key")).to.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(program.inputs("aws:kms/alias:Alias").name).to.equal("alias/acme-vault");
    const chart = program.one("kubernetes:helm.sh/v4:Chart", "addons-vault");
    expect(chart.dependencies.some((urn) => urn.endsWith("Key::addons-acme-vault"))).to.equal(true);
  });

  it("TB-59: the program does not wait for servers that somebody has to initialize first", async () => {
    const addons = resolveAddons(selection({ vault: {}, "trivy-operator": {} }), surroundings());
    const program = await recorded(
      () =>
        new PlatformAddons("addons", {
          namespaces: () => [],
          context: platformContext(),
          addons,
        }),
    );
    const waits = (name: string) => program.inputs("kubernetes:helm.sh/v4:Chart", name).skipAwait;
    expect([waits("addons-vault"), waits("addons-trivy-operator")]).to.deep.equal([true, undefined]);
  });

  it("TB-59: a certificate of cert-manager, for every name by which a server is called", () => {
    const { objects } = vault();
    const certificates = objects.filter(({ kind }) => kind === "Certificate");
    expect(certificates.map(({ metadata }) => [metadata.name, metadata.namespace])).to.deep.equal([
      ["vault-ca", "cert-manager"],
      ["vault-tls", "vault"],
    ]);
    const { dnsNames } = certificates[1]?.body.spec as { dnsNames: string[] };
    expect(dnsNames).to.include.members(["vault", "vault.vault.svc", "vault-2.vault-internal"]);
    expect(dnsNames).to.include("vault-0.vault-internal.vault.svc");
    expect(vault().values.server.ha.apiAddr).to.equal("https://$(VAULT_K8S_POD_NAME).vault-internal.vault.svc:8200");
    expect(addonProblems(selection({ vault: {} })).map(({ why }) => why)).to.deep.equal([
      "needs cert-manager, because its servers trust each other, and are trusted, by a certificate of it",
    ]);
  });

  it("SS-61, TB-59: two audit devices, one on a volume of its own", () => {
    const { values, objects } = vault({ services: { api: service } });
    expect(values.server.auditStorage).to.deep.equal({ enabled: true, size: "10Gi" });
    const script = (objects.find(({ kind }) => kind === "ConfigMap")?.body.data as Record<string, string>)["apply.sh"];
    expect(script?.match(/vault audit enable .*/g)).to.deep.equal([
      "vault audit enable file file_path=/vault/audit/audit.log",
      "vault audit enable -path=stdout file file_path=stdout",
    ]);
  });

  it("TB-59: a policy and a role for each service, bound to its service accounts and its namespace", () => {
    const { objects } = vault({ services: { api: { ...service, ttlMinutes: 15 } } });
    const data = objects.find(({ kind }) => kind === "ConfigMap")?.body.data as Record<string, string>;
    expect(Object.keys(data)).to.deep.equal(["api.hcl", "apply.sh"]);
    expect(data["api.hcl"]).to.equal(
      'path "secret/data/shop/api/*" {\n  capabilities = ["read"]\n}\npath "secret/metadata/shop/api/*" {\n  capabilities = ["list"]\n}\n',
    );
    expect(data["apply.sh"]).to.contain(
      "vault write auth/kubernetes/role/api bound_service_account_names=api \\\n  bound_service_account_namespaces=shop token_policies=api token_ttl=15m token_max_ttl=15m",
    );
    const schema = catalog.vault.settings({ replicas: 2 });
    const problems = problemsIn(schema, { services: { api: { ...service, paths: { "../root": ["read"] } } } });
    expect(problems[0]?.path).to.contain("services.api.paths");
  });

  it("TB-56, SS-56: a restricted pod with one place to write beside its volumes, and no agent in other pods", () => {
    const { values } = vault();
    expect(platformNamespaces(selection({ vault: {} }))[0]?.podSecurity).to.equal("restricted");
    expect(values.injector.enabled).to.equal(false);
    expect(values.server.statefulSet.securityContext.container).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(vault({}, monitored).values.serverTelemetry.serviceMonitor.enabled).to.equal(true);
  });

  it("TB-60: its provider of the CSI driver is a release of its own, on every node, and trusts its certificate", () => {
    const provider = resolved(
      "vault-csi-provider",
      {},
      { vault: {}, "cert-manager": {}, "secrets-store-csi-driver": {} },
    );
    expect(provider.addon.chart).to.deep.equal(chartPin("vault"));
    const { csi, server, global } = provider.values;
    expect(server).to.deep.equal({
      enabled: false,
      serviceAccount: { create: false },
      authDelegator: { enabled: false },
    });
    expect(global.externalVaultAddr).to.equal("https://vault.vault.svc:8200");
    expect(csi.extraArgs).to.deep.equal(["--vault-tls-ca-cert=/vault/tls/ca.crt"]);
    expect(csi.pod.tolerations).to.deep.equal([{ operator: "Exists" }]);
    expect(addonProblems(selection({ "vault-csi-provider": {} })).map(({ set }) => set)).to.deep.equal([
      '"secrets-store-csi-driver: {}" beside it',
      '"vault: {}" beside it',
      '"cert-manager: {}" beside it',
    ]);
  });
});
