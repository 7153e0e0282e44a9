// Files by github.com/pkg/sftp: reads what is to be done, a line each, and says how it went. Fields between
// tabs. Arguments: port, user, key, known_hosts.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func main() {
	port, user, file, knownHosts := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	known, err := knownhosts.New(knownHosts)
	check(err)
	content, err := os.ReadFile(file)
	check(err)
	key, err := ssh.ParsePrivateKey(content)
	check(err)
	config := &ssh.ClientConfig{
		User:            user,
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(key)},
		HostKeyCallback: known,
	}
	client, err := ssh.Dial("tcp", "127.0.0.1:"+port, config)
	check(err)
	files, err := sftp.NewClient(client)
	check(err)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		answer, err := do(files, fields[0], fields[1:])
		if err != nil {
			fmt.Printf("failed\t%v\n", err)
		} else {
			fmt.Println(strings.Join(append([]string{"ok"}, answer...), "\t"))
		}
	}
}

func do(files *sftp.Client, verb string, paths []string) ([]string, error) {
	switch verb {
	case "mkdir":
		return nil, files.Mkdir(paths[0])
	case "put":
		return nil, put(files, paths[0], paths[1])
	case "get":
		return nil, get(files, paths[0], paths[1])
	case "list":
		return list(files, paths[0])
	case "stat":
		return stat(files, paths[0])
	case "rename":
		return nil, files.Rename(paths[0], paths[1])
	case "symlink":
		return nil, files.Symlink(paths[0], paths[1])
	case "remove":
		return nil, files.Remove(paths[0])
	case "rmdir":
		return nil, files.RemoveDirectory(paths[0])
	}
	return nil, fmt.Errorf("no such verb: %s", verb)
}

func put(files *sftp.Client, local, remote string) error {
	in, err := os.Open(local)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := files.Create(remote)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return closed(out, err)
}

func get(files *sftp.Client, remote, local string) error {
	in, err := files.Open(remote)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(local)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return closed(out, err)
}

func closed(out io.Closer, before error) error {
	if err := out.Close(); before == nil {
		return err
	}
	return before
}

func list(files *sftp.Client, path string) ([]string, error) {
	entries, err := files.ReadDir(path)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

func stat(files *sftp.Client, path string) ([]string, error) {
	attributes, err := files.Stat(path)
	if err != nil {
		return nil, err
	}
	return []string{
		strconv.FormatInt(attributes.Size(), 10),
		strconv.FormatInt(attributes.ModTime().Unix(), 10),
	}, nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
