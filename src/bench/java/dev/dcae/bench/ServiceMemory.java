/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;

/**
 * The memory of a JVM of this machine, asked through JMX and through Linux's {@code /proc}. The heap is told apart best if it
 * is of one size and touched from the start ({@link #OPTIONS}): what grows is then not it.
 */
final class ServiceMemory implements AutoCloseable {

	/**
	 * Options for the JVM that is to be watched. A heap of one size that is touched from the start. Soft references, which
	 * otherwise collect for minutes before they are cleared, are cleared by the next collection unless they were just used.
	 * The compiler that grows most while it optimises is off. An account of the JVM's own memory.
	 */
	static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch",
			"-XX:SoftRefLRUPolicyMSPerMB=1", "-XX:TieredStopAtLevel=1", "-XX:NativeMemoryTracking=summary");

	private static final double MIB = 1 << 20;

	private static final Pattern COMMITTED = Pattern.compile("(Total: |Java Heap \\()reserved=\\d+KB, committed=(\\d+)KB");

	private final Path smaps;

	private final JMXConnector connector;

	private final MBeanServerConnection beans;

	private final MemoryMXBean memory;

	private final ThreadMXBean threads;

	private final UnixOperatingSystemMXBean system;

	private final BufferPoolMXBean direct;

	private final CompilationMXBean compiler;

	private ServiceMemory(long pid, JMXConnector connector) throws IOException {
		this.smaps = Path.of("/proc/%d/smaps_rollup".formatted(pid));
		this.connector = connector;
		this.beans = connector.getMBeanServerConnection();
		this.memory = bean(ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
		this.threads = bean(ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
		this.system = bean(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, UnixOperatingSystemMXBean.class);
		this.direct = bean("java.nio:type=BufferPool,name=direct", BufferPoolMXBean.class);
		this.compiler = bean(ManagementFactory.COMPILATION_MXBEAN_NAME, CompilationMXBean.class);
	}

	/**
	 * Attaches to a JVM.
	 */
	// The other end is a process that this one has started.
	@SuppressWarnings("BanJNDI")
	static ServiceMemory of(long pid) throws Exception {
		VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
		try {
			return new ServiceMemory(pid,
					JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
		}
		finally {
			machine.detach();
		}
	}

	private <T> T bean(String name, Class<T> type) throws IOException {
		return ManagementFactory.newPlatformMXBeanProxy(this.beans, name, type);
	}

	/**
	 * The memory held at one moment, in MiB.
	 *
	 * @param heap in use after a collection
	 * @param beside anonymous memory in RAM beside the heap, after malloc gave back what is free
	 * @param jvm of it what the JVM knows of as its own
	 * @param direct buffers of Java outside the heap
	 * @param resident all of the process in RAM, mapped files with it
	 * @param threads of the platform
	 * @param descriptors open files and sockets
	 */
	record Sample(double heap, double beside, double jvm, double direct, double resident, double threads,
			double descriptors) {
	}

	/**
	 * Collects the garbage, has malloc give back what is free, and looks: what is left is held by somebody. Better asked
	 * while nothing works.
	 */
	Sample sample() throws Exception {
		this.memory.gc();
		diagnose("systemTrimNativeHeap");
		double heap = collected();
		double committed = this.memory.getHeapMemoryUsage().getCommitted() / MIB;
		return new Sample(heap, resident("Anonymous:") - committed, jvm(), this.direct.getMemoryUsed() / MIB,
				resident("Rss:"), this.threads.getThreadCount(), this.system.getOpenFileDescriptorCount());
	}

	/**
	 * The sum of what the last collection of each part of the heap left, to which nothing has been added since.
	 */
	private double collected() throws Exception {
		double bytes = 0;
		for (ObjectName pool : this.beans.queryNames(new ObjectName("java.lang:type=MemoryPool,*"), null)) {
			if (this.beans.getAttribute(pool, "Type").equals("HEAP")
					&& this.beans.getAttribute(pool, "CollectionUsage") instanceof CompositeData usage) {
				bytes += MemoryUsage.from(usage).getUsed();
			}
		}
		return bytes / MIB;
	}

	private double jvm() throws Exception {
		Matcher committed = COMMITTED.matcher(diagnose("vmNativeMemory", "summary"));
		double total = 0;
		double heap = 0;
		while (committed.find()) {
			double mib = Double.parseDouble(committed.group(2)) / 1024;
			if (committed.group(1).startsWith("Total")) {
				total = mib;
			}
			else {
				heap = mib;
			}
		}
		return total - heap;
	}

	/**
	 * Bytes that the threads have allocated on the heap since the JVM started.
	 */
	long allocatedBytes() {
		return this.threads.getTotalThreadAllocatedBytes();
	}

	/**
	 * Milliseconds that the JIT compiler's threads have worked since the JVM started.
	 */
	long compilationMillis() {
		return this.compiler.getTotalCompilationTime();
	}

	private String diagnose(String command, String... arguments) throws Exception {
		return (String) this.beans.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), command,
				new Object[] { arguments }, new String[] { String[].class.getName() });
	}

	private double resident(String field) throws IOException {
		for (String line : Files.readAllLines(this.smaps)) {
			if (line.startsWith(field)) {
				return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
			}
		}
		throw new IOException("There is no %s in %s".formatted(field, this.smaps));
	}

	@Override
	public void close() throws IOException {
		this.connector.close();
	}

}
