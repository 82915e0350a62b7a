/** Whether a process of this machine runs. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // The process exists and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
