import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { satisfies } from "semver";
import {
  chartPin,
  chartPins,
  definitionsPin,
  imageDigest,
  imageTag,
  parsePins,
  pinNames,
  pinOf,
  pinsFile,
} from "../../components/shared/pins";

const root = join(__dirname, "..", "..");
const text = readFileSync(pinsFile, "utf8");

interface CustomManager {
  managerFilePatterns: string[];
  matchStrings: string[];
  packageNameTemplate?: string;
  datasourceTemplate: string;
}
const { customManagers } = JSON.parse(readFileSync(join(root, "renovate.json"), "utf8")) as {
  customManagers: CustomManager[];
};

/** What Renovate extracts: every match of each expression, as its manager `custom.regex` does with the strategy `any`. */
function extracted(content = text) {
  return customManagers.flatMap(({ matchStrings, datasourceTemplate, packageNameTemplate }) =>
    matchStrings.flatMap((expression) =>
      [...content.matchAll(new RegExp(expression, "g"))].map(({ groups = {}, index }) => ({
        datasource: datasourceTemplate,
        name:
          packageNameTemplate?.replace(/\{\{\{(\w+)\}\}\}/g, (_, key: string) => groups[key] ?? "") ??
          groups["depName"],
        version: groups["currentValue"],
        digest: groups["currentDigest"],
        registry: groups["registryUrl"],
        index,
      })),
    ),
  );
}

const of = (datasource: string) =>
  extracted()
    .filter((one) => one.datasource === datasource)
    .map(({ name, version }) => `${name} ${version}`)
    .sort();

describe("pins", () => {
  it("charts are exact versions of a full address, and no two are the same", () => {
    const names = chartPins().map(({ repository, chart }) => `${repository}/${chart}`);
    expect(new Set(names).size).to.equal(names.length);
    expect(chartPin("metrics-server")).to.deep.equal({
      repository: "https://kubernetes-sigs.github.io/metrics-server/",
      chart: "metrics-server",
      version: "3.13.1",
    });
    expect(chartPin("kube-prometheus-stack").version).to.equal("88.5.3");
    expect(chartPin("aws-load-balancer-controller").version).to.equal("3.5.0");
  });

  it("charts of one release have one version: Istio's three, Karpenter's two", () => {
    for (const beside of ["cni", "istiod"]) {
      expect(chartPin("istio", beside)).to.deep.equal({ ...chartPin("istio"), chart: beside });
    }
    expect(chartPin("karpenter", "karpenter-crd").version).to.equal(chartPin("karpenter").version);
    expect(() => chartPin("istio", "ztunnel")).to.throw("pins.yaml has no istio.chart.beside: ztunnel");
  });

  it("definitions follow the chart, an image, or a tag of their own", () => {
    expect(definitionsPin("keda").version).to.equal(`v${chartPin("keda").version}`);
    expect(definitionsPin("keda").manifests[0]).to.equal(
      "https://raw.githubusercontent.com/kedacore/keda/v2.20.2/config/crd/bases/eventing.keda.sh_cloudeventsources.yaml",
    );
    expect(definitionsPin("trivy-operator").version).to.equal(`v${imageTag("trivy-operator", "operator")}`);
    expect(definitionsPin("gateway-api").version).to.equal("v1.6.0");
    const all = pinNames.filter((name) => pinOf(name).definitions).map((name) => definitionsPin(name));
    expect(all.flatMap(({ manifests }) => manifests).filter((address) => /[{}]/.test(address))).to.deep.equal([]);
  });

  it("an image has a tag, and its digest where it is pinned by one", () => {
    expect(imageTag("trivy-operator", "scanner")).to.equal("0.72.0");
    expect(imageDigest("trivy-operator", "scanner")).to.match(/^sha256:[0-9a-f]{64}$/);
    expect(() => imageDigest("velero", "aws-plugin")).to.throw("pins.yaml has no velero.images.aws-plugin@sha256");
    for (const minor of Object.keys(pinOf("cluster-autoscaler").images)) {
      expect(satisfies(imageTag("cluster-autoscaler", minor).slice(1), `~${minor}.0`), minor).to.equal(true);
    }
  });

  it("names what is wrong in the file, and what is not there", () => {
    const wrong = "keda:\n  chart: { repository: https://a.example, name: keda, version: ^2.20.2 }\n  image: {}\n";
    expect(() => parsePins(wrong)).to.throw(/pins\.yaml:\n.*keda\.chart\.version: is not an exact version/);
    expect(() => parsePins("keda:\n  images: { a: docker.io/a/b:latest@sha256:12 }\n")).to.throw(
      "keda.images.a: is not a full reference",
    );
    expect(() => pinOf("nothing")).to.throw("components/pins.yaml has no nothing; add it there.");
    expect(() => chartPin("gateway-api")).to.throw("components/pins.yaml has no gateway-api.chart");
  });
});

describe("renovate.json", () => {
  it("reads the one file of pins, and no other", () => {
    for (const { managerFilePatterns } of customManagers) {
      expect(managerFilePatterns).to.deep.equal(["components/pins.yaml"]);
    }
  });

  it("has expressions that RE2 takes, which knows neither looking around nor references", () => {
    for (const { matchStrings } of customManagers) {
      expect(matchStrings.filter((one) => /\(\?(=|!|<=|<!)|\\[1-9]|\\k</.test(one))).to.deep.equal([]);
    }
  });

  it("finds every chart once, by the datasource of its repository", () => {
    const own = pinNames.flatMap((name) => (pinOf(name).chart ? [chartPin(name)] : []));
    const [oci, https] = [own.filter(isOci), own.filter((one) => !isOci(one))];
    expect(of("helm")).to.deep.equal(https.map(({ chart, version }) => `${chart} ${version}`).sort());
    const inRegistry = oci.map(({ repository, chart, version }) => `${repository.slice(6)}/${chart} ${version}`);
    expect(of("docker")).to.include.members(inRegistry);
    const registries = extracted().flatMap(({ registry }) => registry ?? []);
    expect(registries.sort()).to.deep.equal(https.map(({ repository }) => repository).sort());
  });

  it("finds every image once, with its digest", () => {
    const images = pinNames.flatMap((name) => Object.values(pinOf(name).images));
    const found = extracted()
      .filter(({ datasource, name = "" }) => datasource === "docker" && images.some((one) => one.startsWith(name)))
      .map(({ name, version, digest }) => `${name}:${version}${digest === undefined ? "" : `@${digest}`}`);
    expect(found.sort()).to.deep.equal(images.sort());
  });

  it("finds every tag that follows nothing, at its repository", () => {
    const own = pinNames.flatMap((name) => {
      const { definitions } = pinOf(name);
      if (!definitions || definitions.tag.includes("{")) return [];
      return [`${/github(?:usercontent)?\.com\/([^/]+\/[^/]+)\//.exec(definitions.at)?.[1]} ${definitions.tag}`];
    });
    expect(of("github-tags")).to.deep.equal(own.sort());
  });

  it("finds nothing else: each version once, and none twice", () => {
    const places = extracted().map(({ index }) => index);
    expect(new Set(places).size).to.equal(places.length);
    const charts = pinNames.filter((name) => pinOf(name).chart).length;
    const images = pinNames.flatMap((name) => Object.keys(pinOf(name).images)).length;
    expect(places).to.have.length(charts + images + of("github-tags").length);
  });

  it("a bump of a chart whose definitions follow it is one line", () => {
    const bumped = text.replace(/(name: keda\n\s+version: )2\.20\.2/, "$12.21.0");
    const changed = bumped.split("\n").filter((line, index) => line !== text.split("\n")[index]);
    expect(changed).to.have.length(1);
    const { chart, definitions } = parsePins(bumped)["keda"] ?? {};
    expect([chart?.version, definitions?.tag]).to.deep.equal(["2.21.0", "v{chart}"]);
  });
});

function isOci({ repository }: { repository: string }): boolean {
  return repository.startsWith("oci://");
}
