/** Unpacks packaged functions, as Lambda does before it starts an environment. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { unzipSync } from "fflate";

export class ArtifactError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ArtifactError";
  }
}

export interface ArtifactStore {
  /** Folder with the unpacked content of a zip file; each file is unpacked once. Throws ArtifactError. */
  unpack(artifact: string): Promise<string>;
  /** Replaces or adds a file in the unpacked artifact. `path` is relative to its root. */
  overlay(artifact: string, path: string, content: string): void;
  close(): void;
}

/** Keeps its folders under the system's temporary folder until it is closed. */
export function createArtifactStore(): ArtifactStore {
  const root = mkdtempSync(join(tmpdir(), "sagefence-account-"));
  const unpacked = new Map<string, Promise<string>>();
  const overlays = new Map<string, Map<string, string>>();
  return {
    unpack(artifact) {
      const known = unpacked.get(artifact);
      if (known !== undefined) return known;
      const target = join(root, String(unpacked.size));
      const made = extract(artifact, overlays.get(artifact) ?? new Map(), target).then(() => target);
      unpacked.set(artifact, made);
      return made;
    },
    overlay(artifact, path, content) {
      const files = overlays.get(artifact) ?? new Map<string, string>();
      overlays.set(artifact, files.set(path, content));
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function extract(artifact: string, overlay: ReadonlyMap<string, string>, target: string): Promise<void> {
  const files: Record<string, Uint8Array | string> = readZip(artifact);
  for (const [path, content] of overlay) files[path] = content;
  for (const [path, content] of Object.entries(files)) {
    if (path.endsWith("/")) continue;
    const file = join(target, path);
    if (!file.startsWith(target + sep)) throw new ArtifactError(`${artifact} holds ${path}, which is outside of it.`);
    await mkdir(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function readZip(artifact: string): Record<string, Uint8Array> {
  try {
    return unzipSync(readFileSync(artifact));
  } catch (cause) {
    throw new ArtifactError(`${artifact} cannot be unpacked; package the service again.`, { cause });
  }
}
