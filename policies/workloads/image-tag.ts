import { podRule } from "../support/rule";
import { images, parseImage } from "./images";

export const imageTag = podRule({
  name: "image-tag",
  displayName: "Images with a version",
  description: "Every image says its version, and not `latest`.",
  severity: "high",
  remediationSteps: "Give the image a tag of its version, or a digest.",
  url: "https://kubernetes.io/docs/concepts/configuration/overview/#container-images",
  ...images,
  covers: ["checkov CKV_K8S_14", "trivy KSV013"],
  check(pod, report) {
    for (const container of pod.containers) {
      const image = container.field.at("image");
      const parsed = parseImage(image.value);
      report.expect(image, () => parsed !== undefined && (parsed.digest !== undefined || isVersion(parsed.tag)), {
        why:
          parsed === undefined
            ? "that is no image"
            : "what runs changes without a change of the program, and from node to node",
        fix: `Set ${container.setting("image")} to an image with a version`,
      });
    }
  },
});

function isVersion(tag: string | undefined): boolean {
  return tag !== undefined && tag !== "latest";
}
