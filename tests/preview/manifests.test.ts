import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { expect } from "chai";
import { parse } from "yaml";
import { UserError } from "../../preview/cli/user-error";
import { writeManifests } from "../../preview/manifests";
import type { RecordedResource } from "../../preview/recorded";
import { kube, resource, view } from "./support/resources";

describe("manifests", () => {
  let parent: string;
  let directory: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "manifests-"));
    directory = join(parent, "out");
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const write = (...resources: RecordedResource[]) =>
    writeManifests({ resources, view: view(...resources) }, directory);
  const read = (path: string) => parse(readFileSync(join(directory, path), "utf8")) as unknown;

  it("are a file for each object, by namespace, complete enough for kubectl", () => {
    write(
      kube("core/v1:Namespace", "shop", { apiVersion: "v1", kind: "Namespace" }, { namespace: undefined }),
      kube("apps/v1:Deployment", "api", { spec: { replicas: 2 } }),
      kube("gateway.networking.k8s.io/v1:HTTPRoute", "api", {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
      }),
    );
    expect(read("order.json")).to.deep.equal([
      "_cluster/Namespace-shop.yaml",
      "shop/Deployment-api.yaml",
      "shop/HTTPRoute-api.yaml",
    ]);
    expect(read("shop/Deployment-api.yaml")).to.deep.equal({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "api", namespace: "shop" },
      spec: { replicas: 2 },
    });
  });

  it("keep texts that YAML 1.1 takes for something else, as kubectl reads it", () => {
    const args = ["--appendonly", "no", "on", "0123", "12:30:45", "1970-01-01T00:00:00Z"];
    write(kube("apps/v1:Deployment", "redis", { spec: { args } }));
    const text = readFileSync(join(directory, "shop/Deployment-redis.yaml"), "utf8");
    expect(parse(text, { version: "1.1" })).to.deep.include({ spec: { args } });
  });

  it("show the keys of a Secret and none of its values", () => {
    const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
    write(kube("core/v1:Secret", "db", { kind: "Secret", stringData: secret({ password: "hunter2" }) }));
    const text = readFileSync(join(directory, "shop/Secret-db.yaml"), "utf8");
    expect(text).not.to.include("hunter2");
    expect(parse(text)).to.deep.include({ stringData: { password: "[secret]" } });
  });

  it("are one file for a chart, with repository, version and values", () => {
    const inputs = {
      chart: "metrics-server",
      version: "3.13.1",
      namespace: "kube-system",
      repositoryOpts: { repo: "https://example.com/charts" },
      values: { replicas: 2 },
    };
    write(resource("kubernetes:helm.sh/v4:Chart", "metrics-server", { inputs }));
    expect(read("_charts/metrics-server.yaml")).to.deep.equal({
      kind: "Chart",
      name: "metrics-server",
      repository: "https://example.com/charts",
      chart: "metrics-server",
      version: "3.13.1",
      namespace: "kube-system",
      values: { replicas: 2 },
    });
  });

  it("keep two objects of one kind and name apart", () => {
    write(kube("a.example/v1:Gateway", "public"), kube("b.example/v1:Gateway", "public"));
    expect(read("order.json")).to.deep.equal(["shop/Gateway-public.yaml", "shop/Gateway-public-2.yaml"]);
  });

  it("replace what an earlier run wrote, and leave nothing of it", () => {
    write(kube("core/v1:Service", "old", {}, { namespace: "gone" }));
    write(kube("core/v1:Service", "new"));
    expect(readdirSync(directory).sort()).to.deep.equal(["order.json", "shop"]);
  });

  it("are refused in a directory that holds anything else, with nothing written", () => {
    writeFileSync(join(parent, "precious.txt"), "");
    directory = parent;
    expect(() => write(kube("core/v1:Service", "api"))).to.throw(UserError, "holds something else (precious.txt)");
    expect(existsSync(join(parent, "order.json"))).to.equal(false);
  });
});
