// base.css comes first because it sets the order of the layers: resets, Mantine, then everything of our own.
import './ui/base.css';
import './ui/tokens.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
