/** What kind of requirement an id is: of the infrastructure, of an application, of a policy, of people, a measured outcome. */
export type Mark = "infra" | "app" | "policy" | "process" | "target";

/** The five platforms, by the prefix of their ids, and which of their requirements are of which kind. */
export const platforms: Record<string, { folder: string; marks: Record<Mark, string> }> = {
  VC: {
    folder: "video-creator",
    marks: {
      infra: "1-12, 14-27, 29-33, 51-54, 59-62, 66-68, 70-79, 84-88, 91-92, 95",
      app: "34-50, 63, 69",
      policy: "28, 55-58",
      process: "13, 64-65, 80-82, 93-94",
      target: "83, 89-90, 96-102",
    },
  },
  TB: {
    folder: "tbyte",
    marks: {
      infra: "1, 3-5, 7-20, 22, 39-41, 56, 58-62, 66-68, 70-75, 77-85, 88-91",
      app: "23-38, 63-65, 69, 76, 92",
      policy: "2, 21, 42-55",
      process: "57, 86-87, 93-95",
      target: "6, 96-100",
    },
  },
  MP: {
    folder: "media-platform",
    marks: {
      infra: "1-3, 5, 9-12, 14-17, 37, 39-45, 59-60, 70-71",
      app: "6-8, 18-28, 32-36, 54-58",
      policy: "38, 46-53",
      process: "4, 13, 29-31, 61-69, 72-77",
      target: "",
    },
  },
  KP: {
    folder: "kubernetes-platform",
    marks: {
      infra: "1-9, 11-22, 31-34, 37, 40-42, 45-46, 48-50, 56, 58-60, 63-65",
      app: "26-30, 47, 51, 57",
      policy: "10, 23-25, 35-36, 38-39, 43",
      process: "44, 52-55, 62, 66-75",
      target: "61",
    },
  },
  SS: {
    folder: "shared-services",
    marks: {
      infra: "1-26, 28-44, 47, 49-55, 57, 59, 61-73, 76-79, 82-84",
      app: "45-46, 58",
      policy: "27, 48, 56, 60",
      process: "74-75, 80-81, 85",
      target: "",
    },
  },
};

/** What can't be built as it is written: the only requirements that may be not applicable. */
export const impossible: ReadonlySet<string> = new Set(
  [
    "VC-14 VC-21 VC-28 VC-37 VC-40 VC-45 VC-53 VC-84 VC-85 VC-88 VC-90 VC-91",
    "TB-19 TB-22 TB-32 TB-35 TB-39 TB-49 TB-54",
    "MP-32 MP-70",
    "KP-7 KP-11 KP-13 KP-28 KP-29 KP-30 KP-37 KP-58",
    "SS-26 SS-33 SS-79",
  ].flatMap((line) => line.split(" ")),
);

/** Each id with its mark, in the order of the platforms and of their numbers. */
export const requirements: ReadonlyMap<string, Mark> = new Map(
  Object.entries(platforms).flatMap(([prefix, { marks }]) =>
    Object.entries(marks)
      .flatMap(([mark, numbers]) => numbersOf(numbers).map((number) => ({ number, mark: mark as Mark })))
      .sort((a, b) => a.number - b.number)
      .map(({ number, mark }) => [`${prefix}-${number.toString()}`, mark] as const),
  ),
);

/** `1-3, 7` as numbers. */
function numbersOf(ranges: string): number[] {
  return ranges
    .split(", ")
    .filter(Boolean)
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}
