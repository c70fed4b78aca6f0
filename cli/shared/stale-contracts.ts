import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestFolder, isFolderNewer } from '../../core/digest-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Warns on standard error if `contracts/` has changed since `npm run generate` last wrote `generated/`. Modification
 * times alone are arbitrary after `git clone`: they only decide whether the digests are compared. `root` is the folder
 * of Crosscheck.
 */
export async function warnOfStaleContracts(root: string = ROOT): Promise<void> {
  if (!(await areContractsStale(root))) return;
  console.error('Warning: contracts/ has changed since generated/ was written\nWrite it again with: npm run generate');
}

async function areContractsStale(root: string): Promise<boolean> {
  const [contracts, digestFile] = [join(root, 'contracts'), join(root, 'generated/contracts.sha256')];
  try {
    const { mtimeMs } = await stat(digestFile);
    if (!(await isFolderNewer(contracts, mtimeMs))) return false;
    return (await digestFolder(contracts)) !== (await readFile(digestFile, 'utf8')).trim();
  } catch {
    // One of the folders does not exist or cannot be read: this is not a clone.
    return false;
  }
}
