import { type Field, Malformed } from "./field";

/** Whether a selector takes some labels, or the field that doesn't let us know. */
export type Selects = boolean | Field;

/**
 * A LabelSelector against labels, as k8s.io/apimachinery's LabelSelectorAsSelector reads it: an empty one takes
 * everything, an absent one nothing.
 */
export function selects(selector: Field, labels: Field): Selects {
  if (selector.absent) {
    return false;
  }
  return every([
    ...matchLabels(selector.at("matchLabels"), labels),
    ...selector
      .at("matchExpressions")
      .items()
      .map((one) => expression(one, labels)),
  ]);
}

/** A Service's plain map of labels; an absent or empty one selects nothing by itself. */
export function selectsByMap(map: Field, labels: Field): Selects {
  return map.entries().length > 0 && every(matchLabels(map, labels));
}

function matchLabels(map: Field, labels: Field): Selects[] {
  return map.entries().map(([key, wanted]) => {
    const label = labels.at(key);
    if (!isPlain(wanted) || wanted.absent) {
      return wanted.absent ? wanted.with(new Malformed(wanted.value, "a text")) : wanted;
    }
    return isPlain(label) ? label.value === wanted.value : label;
  });
}

function expression(one: Field, labels: Field): Selects {
  const [key, operator, values] = [one.at("key"), one.at("operator"), one.at("values").items()];
  const broken = [key, operator, ...values].find((field) => field.string === undefined);
  if (broken) {
    return isPlain(broken) ? broken.with(new Malformed(broken.value, "a text")) : broken;
  }
  const label = labels.at(key.string ?? "");
  if (!isPlain(label)) {
    return label;
  }
  const listed = values.some((value) => value.value === label.value);
  switch (operator.value) {
    case "In":
      return listed;
    case "NotIn":
      return !listed;
    case "Exists":
      return !label.absent;
    case "DoesNotExist":
      return label.absent;
    default:
      return operator.with(new Malformed(operator.value, "In, NotIn, Exists or DoesNotExist"));
  }
}

/** One known "no" settles it, whatever the rest is. */
function every(parts: Selects[]): Selects {
  return !parts.includes(false) && (parts.find((part) => part !== true) ?? true);
}

function isPlain(field: Field): boolean {
  return !field.isUnknown && !field.isMalformed;
}
