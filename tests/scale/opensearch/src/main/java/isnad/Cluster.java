package isnad;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.settings.Settings;

/**
 * Real nodes of one OpenSearch cluster in one process, on free ports of the loopback address.
 *
 * <p>Call: {@code Cluster NODES FOLDER [SETTING=VALUE ...]}. The line {@code {"ports": [...]}} says that all nodes have
 * joined. Then each line of standard input is a command, answered by one line: {@code close I}, {@code start I} (on the
 * same port, with the same data), {@code quit}. The end of standard input ends it too, so that no cluster outlives who
 * started it.
 */
public final class Cluster {
    private static final String LOOPBACK = "127.0.0.1";

    private Cluster() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream told = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // what libraries print is no answer
        int nodes = Integer.parseInt(arguments[0]);
        List<Integer> ports = freePorts(2 * nodes);
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> configure(number - 1, nodes, ports, arguments, settings));
        runner.build(OpenSearchRunner.newConfigs()
                .clusterName("isnad-" + ports.get(0))
                .basePath(arguments[1])
                .numOfNode(nodes)
                .disableESLogger());
        told.println("{\"ports\": " + ports.subList(0, nodes) + "}");
        obey(runner, told);
        runner.close();
        System.exit(0); // threads of libraries would keep it
    }

    private static void configure(
            int node, int nodes, List<Integer> ports, String[] arguments, Settings.Builder settings) {
        List<String> transports = ports.subList(nodes, 2 * nodes).stream()
                .map(port -> LOOPBACK + ":" + port)
                .collect(Collectors.toList());
        settings.put("network.host", LOOPBACK);
        settings.put("http.port", ports.get(node));
        settings.put("transport.port", ports.get(nodes + node));
        settings.putList("discovery.seed_hosts", transports);
        // The first alone founds the cluster: nobody waits for a majority that is not started yet.
        settings.putList("cluster.initial_cluster_manager_nodes", "Node 1");
        settings.put("discovery.initial_state_timeout", "0s");
        settings.put("node.name", "Node " + (node + 1));
        settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        settings.put("node.processors", 2);
        for (int i = 2; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
    }

    private static void obey(OpenSearchRunner runner, PrintStream told) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = commands.readLine()) != null && !line.equals("quit")) {
            String[] words = line.split(" ");
            int node = Integer.parseInt(words[1]);
            if (words[0].equals("close")) {
                runner.getNode(node).close();
            } else if (!words[0].equals("start") || !runner.startNode(node)) {
                told.println("cannot " + line);
                continue;
            }
            told.println("done " + line);
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}
