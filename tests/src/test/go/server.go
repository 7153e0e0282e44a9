// A server of golang.org/x/crypto/ssh with its own defaults, for comparison: it runs commands as
// processes on pipes. The command "nothing" is the application's own: it ends at once, without a
// process. A shell gives back what it is sent.
//
// Arguments: port, 0 for a free one; file of the host key; file of the public key that it lets in.
// It says its port. SHELL in the environment names what commands are run by, otherwise sh.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"

	"golang.org/x/crypto/ssh"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: server PORT HOST_KEY_FILE PUBLIC_KEY_FILE")
	}
	config := configuration(os.Args[2], os.Args[3])
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		socket, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(socket, config)
	}
}

func configuration(hostKeyFile, userKeyFile string) *ssh.ServerConfig {
	hostKey, err := ssh.ParsePrivateKey(read(hostKeyFile))
	if err != nil {
		log.Fatalf("%s: %v", hostKeyFile, err)
	}
	user, _, _, _, err := ssh.ParseAuthorizedKey(read(userKeyFile))
	if err != nil {
		log.Fatalf("%s: %v", userKeyFile, err)
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(_ ssh.ConnMetadata, offered ssh.PublicKey) (*ssh.Permissions, error) {
			if !bytes.Equal(offered.Marshal(), user.Marshal()) {
				return nil, errors.New("unknown key")
			}
			return nil, nil
		},
	}
	config.AddHostKey(hostKey)
	return config
}

func read(file string) []byte {
	content, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	return content
}

func serve(socket net.Conn, config *ssh.ServerConfig) {
	connection, channels, requests, err := ssh.NewServerConn(socket, config)
	if err != nil {
		log.Print(err)
		socket.Close()
		return
	}
	defer connection.Close()
	go ssh.DiscardRequests(requests)
	for opened := range channels {
		if opened.ChannelType() != "session" {
			opened.Reject(ssh.UnknownChannelType, "sessions only")
			continue
		}
		channel, requests, err := opened.Accept()
		if err != nil {
			return
		}
		go session(channel, requests)
	}
}

func session(channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		var asked struct{ Command string }
		switch request.Type {
		case "shell":
			request.Reply(true, nil)
			go end(channel, echo)
		case "exec":
			if ssh.Unmarshal(request.Payload, &asked) != nil {
				request.Reply(false, nil)
				continue
			}
			request.Reply(true, nil)
			go end(channel, func(channel ssh.Channel) uint32 { return run(asked.Command, channel) })
		default:
			// a terminal is not made, but asking for one is no mistake
			request.Reply(request.Type == "pty-req", nil)
		}
	}
}

// end lets something run to its end, and tells its exit status.
func end(channel ssh.Channel, what func(ssh.Channel) uint32) {
	status := what(channel)
	channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
	channel.Close()
}

func echo(channel ssh.Channel) uint32 {
	io.Copy(channel, channel)
	return 0
}

func run(command string, channel ssh.Channel) uint32 {
	if command == "nothing" {
		return 0
	}
	shell := os.Getenv("SHELL")
	if shell == "" {
		shell = "sh"
	}
	process := exec.Command(shell, "-c", command)
	process.Stdout = channel
	process.Stderr = channel.Stderr()
	// not process.Stdin: its end would be waited for after the process's
	input, err := process.StdinPipe()
	if err != nil {
		log.Print(err)
		return 255
	}
	if err := process.Start(); err != nil {
		log.Print(err)
		return 255
	}
	go func() {
		io.Copy(input, channel)
		input.Close()
	}()
	process.Wait()
	return uint32(process.ProcessState.ExitCode())
}
