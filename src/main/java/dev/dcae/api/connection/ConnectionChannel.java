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
