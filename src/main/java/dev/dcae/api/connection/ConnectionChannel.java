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
package dev.dcae.api.connection;

/**
 * A channel of the connector, with the state of its connection.
 */
interface ConnectionChannel {

	Connection connection();

	/**
	 * Tells if nobody is left who reads what is sent, where nobody sends any more. A
	 * client that closed its connection and one that ended its sending side, and waits
	 * for the answer, look alike until something is sent: the host of the first then
	 * resets the connection, and sending more fails. What is sent are the first bytes of
	 * the answer, which are always the same.
	 */
	boolean isAbandoned();

}
