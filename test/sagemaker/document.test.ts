import { describe, expect, test } from "vitest";
import { resourceTypeOf, sameArn } from "../../shared/sagemaker/arn.ts";
import { member, membersAt, stringAt, valuesAt } from "../../shared/sagemaker/document.ts";

describe("members", () => {
  test("are found whatever their letter case, the exact spelling first", () => {
    expect(member({ vpcconfig: 1, VpcConfig: 2 }, "VpcConfig")).toBe(2);
    expect(member({ EBSOptions: 1 }, "ebsOptions")).toBe(1);
    expect(member({}, "toString")).toBeUndefined();
    expect(member(JSON.parse('{"__proto__":1}'), "__proto__")).toBe(1);
  });

  test("are found at dotted paths and in lists, with the path of each", () => {
    const document = { Containers: [{ Image: "a" }, null, { Image: "c" }] };

    expect(membersAt(document, "Containers[].Image")).toEqual([
      { path: "Containers[0].Image", value: "a" },
      { path: "Containers[2].Image", value: "c" },
    ]);
    expect(valuesAt(document, "Containers.Image")).toEqual([]);
    expect(valuesAt({ Containers: "a" }, "Containers[]")).toEqual([]);
    expect(membersAt(document, "")).toEqual([{ path: "", value: document }]);
  });

  test("are texts only when there is something in them", () => {
    expect(stringAt({ a: { b: "c" } }, "a.b")).toBe("c");
    expect(stringAt({ a: { b: "" } }, "a.b")).toBeUndefined();
    expect(stringAt({ a: { b: 1 } }, "a.b")).toBeUndefined();
  });
});

describe("ARNs", () => {
  test.each([
    ["arn:aws:sagemaker:eu-west-1:111122223333:model/m", "model"],
    ["arn:aws-cn:sagemaker:cn-north-1:111122223333:hyper-parameter-tuning-job/a/b", "hyper-parameter-tuning-job"],
    ["arn:aws:sagemaker:eu-west-1:111122223333:model/", null],
    ["arn:aws:lookoutvision:eu-west-1:111122223333:model/m", null],
    ["arn:aws:sagemaker:eu-west-1::model/m", null],
    ["model/m", null],
  ])("%s is of type %s", (arn, type) => {
    expect(resourceTypeOf(arn)).toBe(type);
  });

  test("are the same whatever their letter case", () => {
    expect(sameArn("arn:aws:sagemaker:r:a:model/Churn", "arn:aws:sagemaker:r:a:model/churn")).toBe(true);
    expect(sameArn("arn:aws:sagemaker:r:a:model/churn", "arn:aws:sagemaker:r:a:model/churn-2")).toBe(false);
  });
});
