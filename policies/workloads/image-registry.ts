import { cis } from "../support/benchmarks";
import { podRule } from "../support/rule";
import { texts } from "../support/values";
import { matches } from "../support/waivers";
import { images, parseImage } from "./images";

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
      description: "Registries and paths, such as *.dkr.ecr.*.amazonaws.com/* or ghcr.io/org/*; none means any.",
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
      report.expect(
        image,
        () => parsed !== undefined && allowed.some((one) => matches(one, `${parsed.registry}/${parsed.path}`)),
        {
          why: "nobody here decides what that registry hands out",
          fix: `Set ${container.setting("image")} to an image of ${allowed.join(", ")}`,
        },
      );
    }
  },
});
