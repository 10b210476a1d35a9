import { cis } from "../support/benchmarks";
import { podRule } from "../support/rule";
import { texts } from "../support/values";
import { matches } from "../support/waivers";
import { type ImageReference, images, parseImage } from "./images";

export const imageRegistry = podRule({
  name: "image-registry",
  displayName: "Allowed registries",
  description: "Images come from the registries that the config names.",
  severity: "high",
  remediationSteps: "Copy the image to an allowed registry, or use its pull-through cache.",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/image-security.html",
  ...cis("5.1.4"),
  ...images,
  covers: ["trivy KSV125"],
  config: {
    registries: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "Registries with paths, such as *.dkr.ecr.*.amazonaws.com/* or ghcr.io/org/*; none means any. In a host, * stands " +
        "for characters up to the next dot; name your account to leave out everybody else's.",
    },
  },
  check(pod, report, { config }) {
    const allowed = texts(config["registries"]);
    if (allowed.length === 0) {
      return;
    }
    for (const container of pod.containers) {
      const image = container.field.at("image");
      const parsed = parseImage(image.value);
      report.expect(image, () => parsed !== undefined && allowed.some((one) => isFrom(one, parsed)), {
        why: "nobody here decides what that registry hands out",
        fix: `Set ${container.setting("image")} to an image of ${allowed.join(", ")}`,
      });
    }
  },
});

/** Host and path are matched apart: `evil.example/x.dkr.ecr.eu.amazonaws.com/y` is no image of ECR. */
function isFrom(pattern: string, { registry, path }: ImageReference): boolean {
  const [host = "", ...rest] = pattern.split("/");
  const labels = registry.split(".");
  const wanted = host.split(".");
  return (
    wanted.length === labels.length &&
    wanted.every((label, index) => matches(label, labels[index] ?? "")) &&
    matches(rest.length === 0 ? "*" : rest.join("/"), path)
  );
}
