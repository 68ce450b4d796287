import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.PluginsLoader;

/** Runs one node of Elasticsearch until standard input ends, as it does when the tests end, killed or not. */
class Node {
    /** Takes the folder of the jars' home, the folder of the data, and the two ports. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        LogConfigurator.configureESLogging();
        LogConfigurator.setNodeName("tests");
        Settings settings = Settings.builder()
            .put("path.home", home)
            .put("path.data", arguments[1])
            .put("node.name", "tests")
            .put("cluster.name", "tests")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[2])
            .put("transport.port", arguments[3])
            .put("discovery.type", "single-node")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(home.resolve("modules")),
            PluginsLoader.loadPluginsBundles(home.resolve("plugins")), Map.of(), false);
        new org.elasticsearch.node.Node(new Environment(settings, home.resolve("config")), plugins).start();
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
