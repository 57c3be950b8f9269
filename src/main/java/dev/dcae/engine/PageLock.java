package dev.dcae.engine;

import java.lang.foreign.MemorySegment;

/**
 * Keeps memory of the process where it is, so that a GPU reads and writes it by itself
 * and no other copy is made on the way.
 */
interface PageLock {

	/**
	 * None: what a CPU needs.
	 */
	PageLock NONE = new PageLock() {

		@Override
		public boolean lock(MemorySegment memory) {
			return false;
		}

		@Override
		public void unlock(MemorySegment memory) {
		}

	};

	/**
	 * Locks whole pages. To be called by a thread that has worked on a GPU, which the
	 * driver then knows.
	 * @return whether they are locked
	 */
	boolean lock(MemorySegment memory);

	/**
	 * Lets go of what was locked, before it is freed.
	 */
	void unlock(MemorySegment memory);

}
